"""The public pages of the archive, below ``/archive/``: search, items, subjects, counts, programmes.

It is named after what a visitor does there, for ``archive`` is the room below that holds the letters and, in the
database, the schema of their tables. Nothing here reads the database: whatever a page shows stands in the index, so
that a page costs a few milliseconds and a visitor's question can't be a slow statement. Nothing needs a session or a
cookie; pages of the same address and the same state of the archive are the same bytes, and are kept (``keeping``).
"""
