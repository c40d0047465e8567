"""The views, one file a kind of page."""
