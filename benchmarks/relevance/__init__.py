"""Fifty questions with hand-made answers: how well the archive's search ranks (README.md)."""
