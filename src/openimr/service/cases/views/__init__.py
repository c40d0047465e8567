"""Pages of cases that belong to no single area: the list, the overview, the history."""
