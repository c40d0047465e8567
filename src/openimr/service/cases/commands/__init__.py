"""What people do in the office: one function each, by area. Each runs in one unit of work."""
