"""Planted identifiers: fictional people, numbers and places, and the sentences that name them."""
