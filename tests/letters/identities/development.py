"""The sentences and names that the patterns of ``letters.deidentify`` were tuned on."""

from __future__ import annotations

GIVEN = (
    "Maria", "José", "Dmitri", "Priya", "Mei", "Latoya", "Hector", "Ingrid", "Rose", "Mark", "Consuelo", "Farid",
    "Anh", "Beatriz", "Sven", "Keisha", "Émile", "Joy", "Lupe", "Chidi",
)  # fmt: skip
SURNAMES = (
    "Gonzalez-Lopez", "Chen", "Quandt", "Nuñez", "Young", "Rivers", "Van der Meer", "Li", "Delgado", "Petrov",
    "Park", "McAllister", "Okafor", "Schwarzenbach", "Nguyen", "Hill", "Brandt", "O'Neil", "Takahashi", "Alvarado",
)  # fmt: skip
COMPANIES = (
    "Acme Roofing", "Delta Bay Cold Storage", "Farwell Timberworks", "Sunny Valley Almonds", "Big Sky Foods",
    "Ridgeline Plumbing & Heating", "Marisol Bakery", "Northgate Warehousing", "Home Comfort Builders", "Vista Hotels",
)  # fmt: skip
FACILITIES = (
    "Valley Pain Clinic", "Sutter Ridge Hospital", "Bayview Medical Group", "Coastal Radiology",
    "Orchard Physical Therapy and Rehabilitation", "Fresno Spine Center", "Oak Tree Surgery Center",
    "Kern County Medical Center", "Whitlock Chiropractic Clinic", "Pacific Neuroscience Institute",
)  # fmt: skip
INSURERS = (
    "Golden Valley Claims Services", "Liberty Coast Insurance", "Western Employers Mutual", "Granite Peak Indemnity",
    "Zephyr Risk Management",
)  # fmt: skip
FIRMS = ("Law Office of {sur}", "{sur} & Brandt, APC", "{sur} and Associates", "{sur} Law Group")
STREETS = ("Alder Street", "Mission Ave.", "North Cedar Lane", "12th Avenue", "Prospect Blvd", "Harbor Way")
CITIES = ("Stockton", "Fresno", "Chico", "Ontario", "San Jose", "Paradise", "Yreka", "Salinas")

STRUCTURED = {
    "worker": (
        "{given} {sur} was seen today.",
        "{GIVEN} {SUR} was seen today.",
        "{title} {sur} said that sleep had improved.",
        "{sur}, {given} was examined.",
        "{given} {initial}. {sur} has not returned to work.",
        "The pain drawing of {sur_plain}, {given_plain} was reviewed.",
        "{sur}'s gait was normal.",
        "A note says that {given} has less pain.",
    ),
    "physician": (
        "Dr. {doctor_sur} asked for the study.",
        "The request by {doctor_given} {doctor_sur}, M.D., was denied.",
        "{doctor_sur} wrote that surgery had failed.",
    ),
    "attorney": (
        "{attorney_given} {attorney_sur} wrote to the administrator.",
        "Attorney {attorney_sur} objected.",
    ),
    "adjuster": ("{adjuster_given} {adjuster_sur} denied the visits.", "The adjuster {adjuster_sur} called."),
    "date of birth": (
        "DOB: {dob_short}.",
        "Born on {dob_words}.",
        "Date of birth {dob_iso}.",
        "{dob_dots} is on the form.",
    ),
    "claim number": (
        "Claim {claim}.",
        "The number {claim_plain} is on every page.",
        "Claim no. {claim_spaced}.",
    ),
    "EAMS number": ("EAMS {eams}.", "{eams_spaced} was consolidated."),
    "address": ("The patient lives at {street_no} {street}.", "{street_no} {street_up} is two floors."),
    "phone": ("Call {phone}.", "The number {phone_dots} is out of service."),
    "employer": ("{company} offered modified work.", "The patient works at {company}."),
    "e-mail": ("Write to {email}.",),
}
UNSTRUCTURED = {
    "family member": (
        "His wife {given} does the housework.",
        "Her son {given} {sur} carries the groceries.",
        "The patient's brother, {given}, was present.",
        "The patient came with her husband ({given}).",
    ),
    "physician": (
        "The request is per Dr. {sur}.",
        "Dr. {given} {sur} will see the patient again.",
        "The report is signed by {given} {sur}, M.D.",
        "Seen by {given} {initial}. {sur}, D.O., on that day.",
        "{given} {sur} MD read the films.",
        "DR. {SUR} asked for a consultation.",
    ),
    "attorney": ("The attorney, {given} {sur}, wrote a letter.", "Defense attorney {sur} took the deposition."),
    "adjuster": ("Adjuster {given} {sur} was called.", "The claims adjuster, {sur}, denied it."),
    "nurse or therapist": (
        "Physical therapist {given} {sur} measured flexion.",
        "The note was dictated by {given} {sur}, PA-C.",
        "Nurse {sur} gave the injection.",
    ),
    "supervisor": ("His supervisor, {given} {sur}, sent him home.", "He told his boss {given}."),
    "interpreter": ("Interpreter: {given} {sur}.",),
    "worker": (
        "Mr. {sur} has pain.",
        "{given} {sur} reports numbness.",
        "The injured worker, {title} {sur}, is 40 years old.",
        "{sur}, {given} was seen.",
    ),
    "date of birth": ("DOB {dob_short}, male.", "The date of birth is {dob_words}.", "DOB: {dob_iso}."),
    "claim number": ("Claim number: {claim}.", "The claim no. is {claim_plain}."),
    "record number": ("MRN {mrn} was used.", "Medical record number {mrn} is on the sheet.", "Patient ID: {mrn_spaced}."),
    "EAMS number": ("EAMS number {eams}.",),
    "social security number": ("SSN {ssn}.", "Social security number: {ssn_spaced}."),
    "license or NPI": ("NPI: {npi}.", "License number {license}.", "DEA {dea}."),
    "phone": ("The phone number is {phone}.", "Call {phone_dots} with questions."),
    "fax": ("Fax: {phone}.",),
    "e-mail": ("The report went to {email}.",),
    "web address": ("Visit {url}.",),
    "address": (
        "The patient lives at {street_no} {street}, {city}, CA {zip}.",
        "P.O. Box {box}, {city}, CA {zip}.",
    ),
    "city": ("The patient lives in {city}.", "He moved to {city}, CA."),
    "employer": (
        "He is employed by {company}.",
        "She works at {company}.",
        "The employer is {company}.",
        "He was hired by {company} in 2010.",
    ),
    "provider": ("He was treated at {facility}.", "{facility} did the scan.", "Therapy notes of {facility} were reviewed."),
    "insurer": ("The insurer is {insurer}.", "{insurer} denied the claim."),
    "law firm": ("The worker is represented by {firm}.",),
    "policy or member number": ("Policy number {policy}.", "Member ID: {policy}."),
    "vehicle": ("License plate {plate} was seen.", "VIN: {vin}."),
    "device": ("Serial number {serial} was implanted.",),
    "age over 89": (
        "A {age}-year-old male has pain.",
        "The patient is {age} years old.",
        "At the age of {age} she fell.",
        "He is a {age_words}-year-old man.",
    ),
}  # fmt: skip
