"""What people type into the search: parsed into a tree, the tree into a query of the index."""
