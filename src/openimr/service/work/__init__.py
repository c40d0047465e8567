"""The work: queues by role, the board, the calendar, and what is counted of it.

``queues`` says which work is whose, ``counting`` counts what is open, ``listing`` makes rows of it. ``history``
counts what was open on earlier days, ``control`` and ``trends`` watch it, ``monthly`` counts the measures of
``measures.yaml``. Legal clocks and service levels are never mixed: a service level is the organization's own aim,
a legal clock is the law's.
"""
