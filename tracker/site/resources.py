"""Where the templates and the theme lie."""

from pathlib import Path

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
THEME = HERE / "theme"
STYLES = HERE / "styles"


def styles() -> bytes:
    """The styles of the pages: every file of their folder, in the order of the names."""
    return b"".join(path.read_bytes() for path in sorted(STYLES.glob("*.css")))
