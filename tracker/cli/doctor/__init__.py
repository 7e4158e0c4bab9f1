"""What `tracker doctor` looks at: one probe a file, found here."""
