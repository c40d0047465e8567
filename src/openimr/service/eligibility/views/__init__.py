"""The pages of the eligibility review."""
