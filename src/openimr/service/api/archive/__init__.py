"""The archive's part of the interface: open to everybody, reading only, the same with a token but for the limits."""
