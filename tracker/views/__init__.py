"""What people look at: rows and charts, made of Work and of what was found in it."""
