"""What is typed and what is printed: options, names, completion, and how a command ends."""
