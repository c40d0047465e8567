"""Showing a letter: its page beside its data. Used for letters of the archive and for uploads alike."""
