"""The site: what stakeholders read, made of Work and its findings."""
