"""The terms of the field as data: drugs, treatments, body parts, specialties, states, guideline editions, spelling.

Each is a module with a few lookups over readable CSV and YAML files in ``data/``, checked when they load and loaded
on first use: `drugs.find`, `drugs.lookup`, `drugs.marketed`, `treatments.categorize`, `treatments.term`,
`body_parts.find`, `body_parts.side_of`, `specialties.split`, `specialties.lookup`, `states.split`, `states.code`,
`guidelines.chapter`, `guidelines.find_chapters`, `guidelines.in_force`, `guidelines.odg_chapter`,
`guidelines.split_sections`, `spelling.correct`, `spelling.misspellings`.
"""

from openimr.vocabulary import body_parts, drugs, guidelines, specialties, spelling, states, treatments

__all__ = ["body_parts", "drugs", "guidelines", "specialties", "spelling", "states", "treatments"]
