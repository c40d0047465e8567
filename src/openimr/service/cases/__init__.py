"""The case: a sum of events.

``domain`` is pure: what a case is and how each event changes it. ``execution`` runs one command: it locks
the case, asks who may, lets the command decide on events, appends them and saves the projection, all in one
transaction. ``commands`` holds one function per thing that a person can do. ``projecting`` makes table rows
from a case; ``selectors`` reads them.
"""
