"""Where somebody stands: the workspace, its revisions, and how they are judged."""
