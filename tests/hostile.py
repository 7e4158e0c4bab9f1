"""Files of a megabyte, each made to run a reader out of time or memory; and one run under limits.

`python hostile.py NAME` prints what the reader says of one of them, and what it used.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tracker.source.document import MAX_BYTES, Plain, Reading, locate, read

SECONDS = 1.0
MEGABYTES = 200


def fill(unit: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[], bytes]:
    """The unit as often as fits into the largest file that is read."""
    times = (MAX_BYTES - len(before) - len(after)) // len(unit)
    return lambda: before + unit * times + after


def rows(row: Callable[[int], bytes], before: bytes = b"") -> Callable[[], bytes]:
    """As many numbered rows as fit."""

    def made() -> bytes:
        parts, size = [before], len(before)
        while size + len(part := row(len(parts) - 1)) <= MAX_BYTES:
            parts.append(part)
            size += len(part)
        return b"".join(parts)

    return made


LONG = 60_000

HOSTILE: dict[str, Callable[[], bytes]] = {
    # brackets
    "open-brackets": fill(b"["),
    "open-braces": fill(b"{"),
    "open-both": fill(b"[{"),
    "close-brackets": fill(b"]"),
    "bracket-lines": fill(b"[\n"),
    "brace-lines": fill(b"{\n"),
    "bracket-pairs": fill(b"[]"),
    "bracket-words": fill(b"[a"),
    "flow-commas": fill(b",", b"[", b"]"),
    "flow-numbers": fill(b"1,", b"[", b"]"),
    "flow-lists": fill(b"[],", b"[", b"]"),
    "flow-nested-lists": fill(b"[[]],", b"[", b"]"),
    "flow-quotes": fill(b'"",', b"[", b"]"),
    "flow-colons": fill(b"a:,", b"{", b"}"),
    "flow-keys": rows(lambda i: b"k%d: 1," % i, b"{"),
    "flow-adjacent": fill(b'"":', b"{"),
    "flow-pairs": fill(b"a: 1,", b"[", b"]"),
    "flow-questions": fill(b"?,", b"[", b"]"),
    "flow-glued-questions": fill(b"?a,", b"[", b"]"),
    "flow-glued-comments": fill(b'"a",#\n', b"[", b"]"),
    "flow-comments": fill(b'"a", #\n', b"[", b"]"),
    "flow-words": fill(b"a ", b"[", b"]"),
    # quotes and escapes
    "double-quotes": fill(b'"'),
    "single-quotes": fill(b"'"),
    "quote-lines": fill(b'"\n'),
    "unclosed-single": fill(b"x", b"'"),
    "unclosed-double": fill(b"x", b'"'),
    "unclosed-lines": fill(b"x\n", b'"'),
    "unclosed-blank-lines": fill(b"\n", b'"'),
    "unclosed-spaces": fill(b" ", b'"'),
    "escapes": fill(b"\\n", b'"', b'"'),
    "escapes-x": fill(b"\\x41", b'"', b'"'),
    "escapes-u": fill(b"\\U0001F600", b'"', b'"'),
    "escaped-breaks": fill(b"\\\n", b'"', b'"'),
    "backslashes": fill(b"\\"),
    "escaped-quotes": fill(b'\\"', b'"', b'"'),
    # keys, dashes, colons
    "questions": fill(b"? "),
    "question-lines": fill(b"?\n"),
    "question-keys": rows(lambda i: b"? a%d\n" % i),
    "question-stairs": rows(lambda i: b" " * i + b"?\n"),
    "question-colons": fill(b"? : "),
    "glued-questions": fill(b" ?a"),
    "dashes": fill(b"- "),
    "dash-lines": fill(b"-\n"),
    "glued-dashes": fill(b"-"),
    "dash-items": fill(b"- 1\n"),
    "dash-stairs": rows(lambda i: b" " * i + b"-\n"),
    "dash-maps": rows(lambda i: b"- a%d: 1\n" % i),
    "dashes-39-deep": fill(b"- " * 39 + b"1\n"),
    "colons": fill(b":"),
    "spaced-colons": fill(b": "),
    "colon-lines": fill(b":\n"),
    "colon-chain": fill(b"a: "),
    "glued-colons": fill(b"a:"),
    "many-keys": rows(lambda i: b"k%d: 1\n" % i),
    "long-keys": rows(lambda i: b"%01000d: 1\n" % i),
    "longest-key": fill(b"x", after=b": 1"),
    "merge-keys": fill(b"<<: {}\n"),
    # white space and line ends
    "tabs": fill(b"\t"),
    "tab-lines": fill(b"\t\n"),
    "tab-dashes": fill(b"-\t"),
    "tab-values": rows(lambda i: b"k%d:\t1\n" % i),
    "tab-starts": fill(b"\n\t#", b"["),
    "spaces": fill(b" "),
    "space-lines": fill(b" \n"),
    "line-feeds": fill(b"\n"),
    "crlf": fill(b"\r\n"),
    "carriage-returns": fill(b"\r"),
    "crlf-and-lf": fill(b"a\r\nb\n"),
    "lf-and-cr": fill(b"\n\r"),
    "stairs": rows(lambda i: b" " * i + b"a:\n"),
    "far-indented": fill(b" ", b"a:\n", b"b: 1"),
    # plain texts and comments
    "long-line": fill(b"x"),
    "long-words": fill(b"x "),
    "long-lines": fill(b"x\n"),
    "long-indented-lines": fill(b" x\n", b"a:\n"),
    "one-comment": fill(b"x", b"#"),
    "comments": fill(b"#\n"),
    "comment-after-text": fill(b"a #b\n"),
    "numbered-comments": fill(b"a #1\n"),
    "numbered-comment-keys": rows(lambda i: b"k%d: b #1\n" % i),
    "numbered-comment-last": fill(b"- a\n", after=b"- b #1\n"),
    "commented-keys": rows(lambda i: b"k%d: b #c\n" % i),
    "hashes": fill(b"#"),
    "piped-comment": fill(b"|#", b"# "),
    "piped-spaced-comment": fill(b"| #", b"# "),
    "questioned-comment": fill(b" ?x", b"# "),
    # anchors, tags, directives, documents
    "long-anchor": fill(b"a", b"&"),
    "anchors": fill(b"&a "),
    "anchored-items": fill(b"- &a 1\n"),
    "long-alias": fill(b"a", b"*"),
    "aliases": fill(b"- *a\n"),
    "long-tag": fill(b"a", b"!"),
    "tags": fill(b"! "),
    "tag-address": fill(b"a", b"!<", b">"),
    "tag-escapes": fill(b"%41", b"!"),
    "tag-marks": fill(b"!"),
    "long-directive": fill(b"a", b"%"),
    "directives": fill(b"%a b\n"),
    "version-directives": fill(b"%YAML 1.2\n"),
    "long-version": fill(b"1", b"%YAML 1."),
    "tag-directives": rows(lambda i: b"%%TAG !a%d! b\n" % i),
    "late-tag-directives": rows(lambda i: b"%%TAG !a%d! b\n" % i, b"a\n...\n"),
    "percents": fill(b"%"),
    "documents": fill(b"---\n"),
    "document-ends": fill(b"...\n"),
    "document-pairs": fill(b"---\n...\n"),
    # block texts
    "literal": fill(b"  x\n", b"a: |\n"),
    "literal-blank-lines": fill(b"\n", b"a: |\n"),
    "literal-space-lines": fill(b" \n", b"a: |\n"),
    "literal-spaces": fill(b" ", b"a: |\n"),
    "literal-kept": fill(b"\n", b"a: |+\n"),
    "literal-stairs": rows(lambda i: b" " * i + b"\n", b"a: |\n"),
    "literals": rows(lambda i: b"k%d: |\n x\n" % i),
    "empty-literals": rows(lambda i: b"k%d: |\n\n\n" % i, b"# |\n  #\n"),
    "folded": fill(b"  x\n", b"a: >\n"),
    "folded-indented": fill(b"   x\n  y\n", b"a: >\n"),
    "pipes": fill(b"|"),
    "angles": fill(b">"),
    "angle-lines": fill(b">\n"),
    # scalars that look like something
    "digits": fill(b"1"),
    "long-numbers": fill(b"- " + b"1" * LONG + b"\n"),
    "long-hexadecimal": fill(b"- 0x" + b"f" * LONG + b"\n"),
    "long-octal": fill(b"- 0o" + b"7" * LONG + b"\n"),
    "long-fractions": fill(b"- 1." + b"1" * LONG + b"\n"),
    "long-exponent": fill(b"- 1e" + b"1" * LONG + b"\n"),
    "long-underscores": fill(b"- 1" + b"_" * LONG + b"x\n"),
    "long-base-60": fill(b"- 1" + b":10" * (LONG // 3) + b"x\n"),
    "long-zeros": fill(b"- " + b"0" * LONG + b"x\n"),
    "long-dates": fill(b"- 2001-01-01" + b"\t " * (LONG // 2) + b"x\n"),
    "doubtful-words": fill(b"- NO\n"),
    "doubtful-numbers": fill(b"- 1_0\n"),
    "doubtful-flow": fill(b"y,", b"[", b"]"),
    "doubtful-keys": rows(lambda i: b"1_%d: 1\n" % i),
    "doubtful-moments": fill(b"- 2001-01-01 1:00:00\n"),
    "different-dates": rows(lambda i: b"- 2001-01-%02dT%06d\n" % (i % 99, i)),
    # bytes
    "two-byte-letters": fill("é".encode()),
    "three-byte-letters": fill("한".encode()),
    "four-byte-letters": fill("😀".encode()),
    "four-byte-keys": rows(lambda i: f"😀{i}: 1\n".encode()),
    "late-bad-byte": fill(b"a", b"b: ", b"\xff"),
    "late-bidi": fill(b"x", after="\u202e".encode()),
    "nul-bytes": fill(b"\0"),
    "byte-order-marks": fill(b"\xef\xbb\xbf"),
    "utf-16": fill(b"a\0", b"\xff\xfe"),
    "noise": lambda: bytes((i * 7919 + (i >> 3) * 104729) % 256 for i in range(MAX_BYTES)),
    "ascii-noise": lambda: bytes(
        32 + (i * 7919 + (i >> 3) * 104729) % 95 for i in range(MAX_BYTES)
    ),
    "too-large": lambda: b"a" * (MAX_BYTES + 1),
}


def some_routes(data: Plain) -> list[tuple[str | int, ...]]:
    """The root, the first and the last value, and one that is not there."""
    routes: list[tuple[str | int, ...]] = [(), ("no", 1)]
    if isinstance(data, dict) and data:
        routes += [(next(iter(data)),), (next(reversed(data)),)]
    if isinstance(data, list) and data:
        routes += [(0,), (len(data) - 1,)]
    return routes


def timed(content: bytes) -> tuple[Reading, float, float]:
    """A reading, and the seconds of processor time for it and for locating four places in it."""
    start = time.process_time()
    reading = read(content)
    middle = time.process_time()
    locate(content, some_routes(reading.data))
    return reading, middle - start, time.process_time() - middle


def own_peak() -> float:
    """MiB of memory at most; getrusage would count the process that this one was forked from."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(name: str) -> None:
    content = HOSTILE[name]()
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1024**2, MEGABYTES * 1024**2))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    reading, to_read, to_locate = timed(content)
    for _ in range(3):
        if max(to_read, to_locate) > SECONDS:  # other processes share the machine's caches
            reading, *again = timed(content)
            to_read, to_locate = min(to_read, again[0]), min(to_locate, again[1])
    peak = own_peak()
    code = reading.refusal and reading.refusal.code
    lengths = [len(part) for part in (reading.refusal or ("", ""))[1:3]]
    facts = {"code": code, "warnings": len(reading.warnings), "lengths": lengths}
    print(json.dumps({**facts, "read": to_read, "locate": to_locate, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1])
