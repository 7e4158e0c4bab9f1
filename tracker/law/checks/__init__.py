"""One rule a file; the docstring of each check is its page."""
