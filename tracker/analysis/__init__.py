"""What the numbers say: pure functions of Work, one file per question."""
