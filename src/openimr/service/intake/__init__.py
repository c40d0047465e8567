"""Intake: the application form, the mail room, and a new case until its eligibility review starts.

``application`` is the form of DWC Form IMR for the browser, used by the public and by staff. ``mail`` is the mail
room: papers with document control numbers, each a fold of its own events. ``reading`` reads a paper's text: what it
is, and what an application says. ``views`` are the pages.
"""
