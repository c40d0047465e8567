"""The full-text index (tantivy): derived from the database, written by one process, read by every other."""
