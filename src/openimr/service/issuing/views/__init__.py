"""The pages of a case's letter."""
