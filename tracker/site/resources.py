"""Where the templates and the theme lie."""

from pathlib import Path

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
THEME = HERE / "theme"
