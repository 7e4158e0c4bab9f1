"""What commands write: edits, moves, approvals, new files, and the editor's settings."""
