"""The ledger: every event of the office, append-only, each entry holding the hash of the one before.

``chain`` is pure: what an entry is, its hash, and checking an exported chain without any server.
``writing`` appends inside the transaction of what the events describe. ``exporting`` streams a chain out.
"""
