"""The mail room: every paper that comes in has a number, a history and an end.

``paper`` is pure: what a paper is, its events, and how each changes it. ``desk`` writes: it locks the paper, appends
the event to the ledger and saves the row, in one transaction with what happens to a case. ``commands`` are what
people do; ``selectors`` read.
"""
