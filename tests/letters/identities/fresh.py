"""Sentences and names written after the patterns of ``letters.deidentify``, to see once what such patterns are worth."""

from __future__ import annotations

GIVEN = (
    "Tamika", "Aurelio", "Svetlana", "Jung", "Blessing", "Darnell", "Xochitl", "Fernanda", "Virgil", "Precious",
    "Iris", "Clay", "Amparo", "Duc", "Hannah",
)  # fmt: skip
SURNAMES = (
    "Zaragoza", "Kapoor", "Whitehorse", "Banks", "Okonjo-Reyes", "D'Angelo", "Fong", "Le", "Stromberg", "Rice",
    "Castañeda", "Winterbottom", "Cruz", "Aguinaldo", "Field",
)  # fmt: skip
COMPANIES = (
    "Ironwood Fabrication", "Casa Bonita Linens", "Tulare Citrus Growers", "Morning Star Daycare", "Rapid Route Couriers",
    "Benicia Glassworks", "Two Brothers Paving",
)  # fmt: skip
FACILITIES = (
    "Shasta Regional Medical Center", "Desert Hand and Wrist Clinic", "Open Road Physical Therapy", "Sequoia Open MRI",
    "Pacific Rim Pain Management Group", "San Bruno Orthopedic Institute", "Clearview Eye Hospital",
)  # fmt: skip
INSURERS = (
    "Keystone Pacific Assurance",
    "Summit Ridge Insurance Company",
    "Alliance Workers Fund",
    "Truckee Casualty",
)
FIRMS = ("{sur} Legal Group", "Law Office of {sur} and Fong", "{sur}, Banks & Rice, PC")
STREETS = ("Juniper Court", "W. Sycamore Street", "El Camino Real", "22nd Ave", "Rancho Vista Drive")
CITIES = ("Merced", "Rancho Cordova", "Lodi", "Weed", "Half Moon Bay", "Corona")

STRUCTURED = {
    "worker": (
        "It is noted that {sur} walks with a cane.",
        "{given} {sur}, a pleasant right-handed worker, returned.",
        "Per the intake form, {sur} {given} takes no medicine.",
        "{SUR} was called twice.",
    ),
    "physician": (
        "The plan of {doctor_sur} was continued.",
        "{doctor_given} {doctor_sur}, MD, MPH, dictated it.",
    ),
    "attorney": ("A fax came from {attorney_sur}.",),
    "adjuster": ("Please reply to {adjuster_given} {adjuster_sur}.",),
    "date of birth": ("The sticker reads {dob_short}.",),
    "claim number": ("The denial cites {claim}.", "Number {claim_spaced} is stamped there."),
    "EAMS number": ("Docket {eams} refers.",),
    "address": ("A package was left at {street_no} {street}.",),
    "phone": ("{phone} was dialed.",),
    "employer": ("Modified duty at {company} was not available.",),
    "e-mail": ("The portal login is {email}.",),
}
UNSTRUCTURED = {
    "family member": (
        "Her aunt {given} cares for the children.",
        "He was accompanied by his fiancée, {given} {sur}.",
        "The patient's roommate {given} noted snoring.",
        "Two children, {given} and a younger one, live at home.",
    ),
    "physician": (
        "Dr. {initial}. {sur} declined to operate.",
        "The orthopedist ({given} {sur}) suggested an injection.",
        "As {sur} explained in the AME report, the tear is degenerative.",
        "Consultation with {given} {sur}, DPM was done.",
        "The surgeon of record is {given} {sur}.",
    ),
    "attorney": ("{given} {sur}, Esq., sent a letter.", "The worker retained {given} {sur} as counsel."),
    "adjuster": ("{given} {sur}, claims adjuster, was told.",),
    "nurse or therapist": (
        "{given} {sur}, RN, changed the dressing.",
        "The acupuncturist {given} {sur} gave six treatments.",
        "Case manager: {given} {sur}.",
    ),
    "supervisor": ("He was yelled at by {given} {sur}, the plant manager.", "Her lead, {given}, filled in the form."),
    "interpreter": ("Interpretation was by {given} {sur}.",),
    "worker": (
        "This is {given} {sur}, a 44 year old roofer.",
        "I saw {title} {sur} in the office.",
        "Thank you for sending {given} {sur} to me.",
        "Claimant: {sur}, {given}",
    ),
    "date of birth": ("Date of birth: {dob_words}.", "DOB={dob_iso}."),
    "claim number": ("Claim number is {claim}.", "See claim {claim_plain}."),
    "record number": ("Patient account {mrn}.", "Medical record {mrn} was scanned.", "Accession no. {mrn}."),
    "EAMS number": ("Case no. {eams}.",),
    "social security number": ("Social Security No. {ssn}.", "SSN: {ssn_spaced}."),
    "license or NPI": ("License no. {license} expired.", "The NPI is {npi}."),
    "phone": ("Please phone {phone}.", "Home {phone_dots}; work unknown."),
    "fax": ("Faxed to {phone_plain}.",),
    "e-mail": ("His e-mail is {email}.",),
    "web address": ("Results are at {url}.",),
    "address": ("Address: {street_no} {street}, {city}, California {zip}.", "He lives at {street_no} {street}."),
    "city": ("She drives in from {city}.", "The accident happened in {city}, CA."),
    "employer": (
        "He is a welder with {company}.",
        "The worker was a driver for {company} when it happened.",
        "Her employer was {company}.",
        "He lost his job at {company}.",
    ),
    "provider": ("Surgery took place at {facility}.", "He went to {facility} by ambulance.", "A referral to {facility} was made."),
    "insurer": ("{insurer} is the administrator.", "Payment by {insurer} stopped."),
    "law firm": ("Notice was given to {firm}.",),
    "policy or member number": ("Insurance policy no. {policy}.", "Subscriber {policy}."),
    "vehicle": ("He drove a van with plate number {plate}.",),
    "device": ("The pump (S/N {serial}) was refilled.",),
    "age over 89": ("His mother, aged {age}, needs care.", "She turned {age} in May.", "A {age} yo woman fell."),
}  # fmt: skip
