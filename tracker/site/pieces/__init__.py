"""The pieces of hand-written pages, one file for each."""
