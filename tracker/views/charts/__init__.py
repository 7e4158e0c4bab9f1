"""Charts: one file each, from rows to a Vega-Lite spec, a sentence and a table."""
