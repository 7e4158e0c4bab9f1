"""What is typed on a command line: options that several commands have, and how the shell completes them."""
