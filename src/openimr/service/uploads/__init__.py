"""Letters that visitors drop on the page: read at once, shown to them alone, forgotten after some hours."""
