"""The held-out sentences and names: written before the patterns of ``letters.deidentify``, and not looked at for them."""

from __future__ import annotations

GIVEN = (
    "Ngozi", "Tomás", "Hye-jin", "Bartholomew", "Guadalupe", "Siobhan", "Rajesh", "Thuy", "Destiny", "Ruben",
    "Olga", "Grace", "Hunter", "Faith", "Yesenia", "Malik", "Paolo", "Soledad", "Kenji", "Wanda",
)  # fmt: skip
SURNAMES = (
    "Villaseñor", "Oyelaran", "Featherstonehaugh", "Xiong", "Ng", "Brown", "Stone", "de la Cruz", "Mac Giolla",
    "Papadopoulos", "Tran", "Long", "Abernathy-Ruiz", "O'Shaughnessy", "Kowalczyk", "Singh", "Price", "Ibarra",
    "Vanderbilt", "Yamamoto",
)  # fmt: skip
COMPANIES = (
    "Pinnacle Drywall", "Sierra Verde Produce", "Tri-County Transit", "Halvorsen Logistics", "Sunrise Senior Living",
    "Quick Stop Markets", "Mendota Packing", "Bluewater Marine Supply", "Costa Linda Farms", "Apex Tree Care",
)  # fmt: skip
FACILITIES = (
    "Lakeside Orthopaedic Associates", "St. Brendan Hospital", "North Bay Spine Institute", "Cypress Imaging Center",
    "Del Rio Physical Therapy", "Advanced Pain Specialists of Modesto", "Mercy General Hospital",
    "Hilltop Surgery Center", "Santa Ynez Urgent Care", "Golden State Chiropractic",
)  # fmt: skip
INSURERS = (
    "Pacific Crest Indemnity", "Redwood Mutual Insurance", "Cascade Claims Management", "Statewide Compensation Fund",
    "Harborline Casualty Company",
)  # fmt: skip
FIRMS = ("Law Offices of {sur}", "{sur} & Okonkwo, LLP", "{sur}, Hale and Partners", "The {sur} Law Firm")
STREETS = (
    "Magnolia Avenue",
    "East Olive Drive",
    "3rd Street",
    "Camino del Rey",
    "Old Mill Road",
    "Highway 49",
)
CITIES = (
    "Bakersfield",
    "Riverside",
    "Elk Grove",
    "San Luis Obispo",
    "Visalia",
    "Orange",
    "Yuba City",
    "Oxnard",
)

#: Kind -> sentences about somebody whom the structured data names.
STRUCTURED = {
    "worker": (
        "{SUR}, {GIVEN} presented for follow-up.",
        "On examination {title} {sur} was in mild distress.",
        "{given} {sur}'s pain diary was reviewed.",
        "The applicant, {given} {initial}. {sur}, remains off work.",
        "{given_plain} {sur_plain} stated that the pain was worse at night.",
        "{sur}, {given} {initial} -- progress note.",
        "A letter from {given}\n{sur} is in the file.",
    ),
    "physician": (
        "The report of {doctor_given} {doctor_sur} was signed on the day of the visit.",
        "{doctor_sur} MD wants the study repeated.",
        "{DOCTOR_SUR} asked for authorization.",
        "Treating physician of record: {doctor_sur}, {doctor_given}.",
    ),
    "attorney": (
        "Correspondence was copied to {attorney_given} {attorney_sur}.",
        "{attorney_sur}'s office faxed the records.",
    ),
    "adjuster": (
        "The decision was mailed by {adjuster_sur}.",
        "{adjuster_given} {adjuster_sur} approved the first six visits.",
    ),
    "date of birth": (
        "The header shows {dob_dots}.",
        "({dob_short}) Progress report.",
        "Patient born {dob_words}.",
    ),
    "claim number": (
        "Ref. {claim_spaced} on the cover page.",
        "RE: {claim_plain}.",
        "Our file {claim} is closed.",
    ),
    "EAMS number": ("The case {eams_spaced} is set for hearing.", "See {eams} for the award."),
    "address": ("Mail went to {street_no} {street_up}.", "The home at {street_no} {street} has stairs."),
    "phone": ("A voicemail was left at {phone_dots}.", "Reached on {phone_plain} in the morning."),
    "employer": ("{company} has no modified duty.", "The job at {COMPANY} needs lifting."),
    "e-mail": ("Records were sent to {email}.",),
}
#: Kind -> sentences about what no structured data gives.
UNSTRUCTURED = {
    "family member": (
        "The patient's spouse, {given}, helps with dressing.",
        "She lives with her sister {given} and two children.",
        "His mother {given} {sur} drove him to the visit.",
        "The worker's daughter ({given}) interpreted.",
    ),
    "physician": (
        "A second opinion by {given} {sur}, MD was obtained.",
        "It was noted in the AME report of Dr {sur} that surgery is an option.",
        "Drs. {sur} and {sur2} disagreed.",
        "The QME, {given} {sur}, found a permanent impairment.",
        "According to Doctor {sur}, the tear is old.",
        "{sur} D.C. gave the manipulation.",
    ),
    "attorney": (
        "Applicant's attorney {given} {sur} objected.",
        "The deposition was taken by defense counsel {sur}.",
    ),
    "adjuster": (
        "Claims examiner {given} {sur} denied the request.",
        "A call was placed to the adjuster, {title} {sur}.",
    ),
    "nurse or therapist": (
        "The nurse case manager, {given} {sur}, attended the visit.",
        "{given} {sur}, PT, recorded the range of motion.",
        "RN {sur} called with the results.",
    ),
    "supervisor": (
        "She reported the injury to her manager, {given}.",
        "His foreman {given} {sur} saw the fall.",
    ),
    "interpreter": ("Spanish interpreter {given} {sur} was present.", "The interpreter was {given}."),
    "worker": (
        "{title} {sur} reports that the brace helps.",
        "{given} was tearful during the interview.",
        "Patient name: {given} {sur}",
        "RE: {given} {sur}",
    ),
    "date of birth": ("D.O.B. {dob_dots}.", "His birthday is {dob_words}.", "Birthdate {dob_short} per the chart."),
    "claim number": ("Claim # {claim_spaced} was accepted.", "WCIS claim no. {claim_plain} refers."),
    "record number": ("Chart no. {mrn} was pulled.", "The hospital's MRN: {mrn_spaced}.", "Encounter number {mrn}."),
    "EAMS number": ("WCAB case {eams} is pending.",),
    "social security number": ("SS# {ssn}.", "Her social is {ssn_spaced}.", "SSN ending in {ssn4}."),
    "license or NPI": ("NPI {npi} signed the order.", "Cal. Lic. {license} is on the form.", "DEA no. {dea}."),
    "phone": ("Tel: {phone}.", "He can be reached at {phone_dots} after work.", "Cell {phone_plain}."),
    "fax": ("Fax {phone} for the reports.", "By facsimile to {phone_dots}."),
    "e-mail": ("E-mail the results to {email}.", "Contact: {email_at}."),
    "web address": ("See {url} for the portal.",),
    "address": (
        "She moved to {street_no} {street}, {city}, CA {zip}.",
        "The patient resides at {street_no} {street} in {city}.",
        "PO Box {box}, {city} CA {zip}.",
    ),
    "city": ("The worker commutes from {city} every day.", "He is a resident of {city}, California.", "She lives in {city}."),
    "employer": (
        "He has been employed with {company} for six years.",
        "She works for {company} as a packer.",
        "Job history: {company}, 2009 to 2014.",
        "The employer, {company}, offered light duty.",
        "He drove a truck for {company}, Inc.",
    ),
    "provider": (
        "An MRI was done at {facility}.",
        "Records from {facility} were not available.",
        "The patient was seen in the clinic of {facility} on two days.",
    ),
    "insurer": ("{insurer} accepted the low back.", "The carrier is {insurer}.", "Coverage by {insurer} ended."),
    "law firm": ("{firm} represents the worker.", "A lien was filed by {firm}."),
    "policy or member number": ("Policy {policy} covers the loss.", "Member ID {policy}.", "Group no. {policy}."),
    "vehicle": ("The truck (plate {plate}) was struck from behind.", "VIN {vin} is in the police report."),
    "device": ("The stimulator, serial no. {serial}, was reprogrammed.",),
    "age over 89": (
        "The {age}-year-old worker lives alone.",
        "Her father died at {age}.",
        "He is {age} years of age.",
        "This {age} y.o. retiree has knee pain.",
        "Now {age_words} years old, she walks with a cane.",
    ),
}  # fmt: skip
