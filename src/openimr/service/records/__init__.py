"""The pages of the file: its index, what is missing, and what changes or ends a case on the way."""
