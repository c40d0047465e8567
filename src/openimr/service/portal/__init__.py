"""The parties' portal: the worker, the attorney, the physician and the claims administrator, each in their own case.

Nobody has an account here. A party comes by a code that the office sends; the database holds only a digest of it.
No address holds a case number, so there is nothing to guess. Nothing of a reviewer is ever read here, not even a
code.
"""
