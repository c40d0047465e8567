"""Quality: what is wrong with a signed review before it becomes a letter. Nobody here changes a word of it."""
