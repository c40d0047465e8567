"""One case from the mail room to the published letter, by the pages alone, in a real browser."""
