"""Reports: one file each, from Work to rows; how they look is decided above."""
