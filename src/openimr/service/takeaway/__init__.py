"""What visitors take away from the archive: files of a search, feeds, alerts by e-mail."""
