"""Reading a paper's text layer: what it is, and what an application says. Everything read is checked by a person."""
