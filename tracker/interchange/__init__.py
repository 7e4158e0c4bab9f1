"""What other programs write and read, one file per format."""
