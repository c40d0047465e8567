"""The pages of the outbox, and putting its papers on paper. The rows themselves are in ``notices``."""
