"""Words of the templates of the office."""
