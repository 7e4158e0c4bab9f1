"""What was found, as text: one file for each format, each of which declares one object."""

from tracker.outputs.format import Context, Format, formats

__all__ = ["Context", "Format", "formats"]
