"""The apostrophe before a text that spreadsheets would take for a formula: put there, and taken off again."""

# A spreadsheet runs what starts with one of these; an apostrophe in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def guarded(text: str) -> str:
    """A text as no spreadsheet takes it for a formula; one that looks guarded is guarded once more."""
    return _GUARD + text if _is_formula(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith(_GUARD) and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    return text.lstrip(_GUARD).startswith(_FORMULA)
