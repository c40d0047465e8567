"""The application form in the browser: every field of DWC Form IMR, nothing defaulted, what was typed never lost."""
