"""The pages of the eligibility review: each question answered twice, what it comes to, and the decision."""
