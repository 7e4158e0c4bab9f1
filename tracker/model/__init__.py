"""What the files mean: schemas, records and the indexed whole."""
