"""Putting a determination on paper: as the text taken out of a published letter, and as a PDF."""
