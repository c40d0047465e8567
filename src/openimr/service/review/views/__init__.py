"""Pages of the reviewer's room."""
