"""What is imported and exported: one file for each format, each of which declares one object."""
