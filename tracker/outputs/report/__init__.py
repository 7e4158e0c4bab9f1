"""Reports as text: one file for each format, each of which declares one object."""
