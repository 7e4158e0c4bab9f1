"""CODEOWNERS: whether a path has an owner. The last pattern that takes it counts, as forges read it."""

from tracker.model.adopt import taken


def owned(path: str, rules: str) -> bool:
    """True where the last line that fits the path names somebody."""
    found = False
    for line in rules.splitlines():
        words = line.partition(" #")[0].split()
        if not words or words[0].startswith(("#", "[", "^[")):
            continue
        if _fits(words[0], path):
            found = len(words) > 1
    return found


def _fits(pattern: str, path: str) -> bool:
    """A pattern with a slash inside starts at the root; one that ends in a slash takes all below."""
    anchored = "/" in pattern.rstrip("/")
    steps = pattern.strip("/").split("/")
    start = [] if anchored else ["**"]
    exact = [*start, *steps]
    # A folder's name takes what lies in it; a last `*` does not go deeper.
    below = [] if steps[-1] == "*" else [[*exact, "**", "*"]]
    return taken(path.split("/"), below if pattern.endswith("/") else [exact, *below])
