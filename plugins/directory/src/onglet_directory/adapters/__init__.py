"""One module for each source of company facts."""
