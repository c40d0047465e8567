"""The public pages: the letters, the checks, what this is."""
