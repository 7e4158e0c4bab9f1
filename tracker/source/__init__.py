"""Bytes in and out: git, snapshots of a tree, the YAML reader, whole-file writes."""
