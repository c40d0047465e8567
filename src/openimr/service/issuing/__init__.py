"""Issuing letters: numbers that are never given twice, letters that are never lost, doubled or half there."""
