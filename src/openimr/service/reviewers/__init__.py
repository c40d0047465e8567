"""The panel: who may review, what is known of each by code alone, and the choice of one for a case.

What is known of a reviewer is an event in the ledger (stream ``reviewers:R-0001``), so that the credentials of
any past day can be told; the tables are its projection. Name, contact and license numbers stand in a sealed
table that the pages can write and not read. This first version finds who is qualified, free of conflicts and
available, and orders them by a fit that is shown and a draw whose seed is recorded.
"""
