"""Pages of the panel: the registry, the preparation of a case, the choice, what the regulator approves."""
