"""The pages of what comes after the determination."""
