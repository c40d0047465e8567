"""Comparing: like disputed items, and where the same text stands in other letters."""
