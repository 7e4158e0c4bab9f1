"""The MkDocs theme `tracker`: the frame around every page, its styles and its script."""
