"""The pages and files of taking away."""
