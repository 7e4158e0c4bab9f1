"""New files are whole or not there, old ones are old or new, never through a link, whatever happens."""

import errno
import fcntl
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.source import aside, files
from tracker.source.document import read
from tracker.source.files import (
    AlreadyThereError,
    BusyError,
    ChangedMeanwhileError,
    OutsideError,
    WriteError,
    create,
    replace,
    replace_all,
)
from tracker.source.splice import Set, splice


def everything(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def test_a_file_and_its_folders_are_made(tmp_path: Path) -> None:
    create(tmp_path / "a/b/c.yaml", b"x: 1\n", root=tmp_path)
    assert (tmp_path / "a/b/c.yaml").read_bytes() == b"x: 1\n"
    assert everything(tmp_path) == {"a", "a/b", "a/b/c.yaml"}


def test_the_root_may_be_new(tmp_path: Path) -> None:
    create(tmp_path / "new/root/a", b"", root=tmp_path / "new/root")
    assert (tmp_path / "new/root/a").read_bytes() == b""


def test_without_a_root_the_folder_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    create(tmp_path / "link/deep/a", b"1")
    assert (tmp_path / "real/deep/a").read_bytes() == b"1"


def test_relative_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    create(Path("a"), b"1")
    create(Path("work/b"), b"2", root=Path("work"))
    create(Path("work/c"), b"3", root=Path())
    assert everything(tmp_path) == {"a", "work", "work/b", "work/c"}


def test_the_umask_is_kept(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        create(tmp_path / "a", b"1")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling"])
def test_what_is_there_stays(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "a"
    if kind == "file":
        place.write_text("old")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("elsewhere")
        if kind == "link":
            (tmp_path / "elsewhere").write_text("old")
    before = everything(tmp_path)
    with pytest.raises(AlreadyThereError) as caught:
        create(place, b"new", root=tmp_path)
    assert caught.value.path == place
    assert caught.value.hint
    assert everything(tmp_path) == before
    if kind in ("file", "link"):
        assert place.read_text() == "old"


def test_a_name_that_is_taken_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def late(*arguments: Any, **options: Any) -> None:
        (tmp_path / "b").write_text("theirs")
        real(*arguments, **options)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(AlreadyThereError):
        create(tmp_path / "b", b"ours", root=tmp_path)
    assert (tmp_path / "b").read_text() == "theirs"
    assert everything(tmp_path) == {"b"}


@pytest.mark.parametrize(
    "path", ["../a", "x/../../a", "x/../a", "/etc/tracker-test", "."], ids=repr
)
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(OutsideError):
        create(root / path, b"1", root=root)
    assert everything(tmp_path) == {"root"}


@pytest.mark.parametrize("target", ["../outside", "inside", "nowhere"])
def test_a_linked_folder_is_refused(tmp_path: Path, target: str) -> None:
    root = tmp_path / "root"
    (root / "inside").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(target)
    before = everything(tmp_path)
    with pytest.raises(OutsideError, match="symbolic link"):
        create(root / "link/deep/a", b"1", root=root)
    assert everything(tmp_path) == before


def test_a_file_where_a_folder_is_needed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    with pytest.raises(WriteError, match="no folder"):
        create(tmp_path / "a/b", b"1", root=tmp_path)


def create_all(files: dict[Path, bytes], root: Path | None = None) -> None:
    replace_all({path: (None, content) for path, content in files.items()}, root=root)


def test_several_files(tmp_path: Path) -> None:
    create_all({tmp_path / "a/x": b"1", tmp_path / "a/y": b"2", tmp_path / "z": b"3"})
    assert everything(tmp_path) == {"a", "a/x", "a/y", "z"}


def test_nothing_is_begun_when_one_is_there(tmp_path: Path) -> None:
    (tmp_path / "z").write_text("old")
    with pytest.raises(AlreadyThereError):
        create_all({tmp_path / "a/x": b"1", tmp_path / "z": b"3"}, root=tmp_path)
    assert everything(tmp_path) == {"z"}


def test_a_failure_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/old").write_text("old")
    real = os.fsync
    calls = 0

    def full(file: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 6:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="no space left") as caught:
        create_all(
            {tmp_path / "a/x": b"1", tmp_path / "n/m/y": b"2", tmp_path / "z": b"3"}, root=tmp_path
        )
    assert caught.value.hint
    assert everything(tmp_path) == {"a", "a/old"}


STEPS = ("open", "mkdir", "fsync", "fstat", "link", "unlink")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "failure", [OSError(errno.EIO, "I/O error"), KeyboardInterrupt()], ids=repr
)
def test_a_failure_at_any_call_leaves_nothing_but_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failure: BaseException
) -> None:
    real = getattr(os, step)
    for fails_at in range(1, 20):
        root = tmp_path / str(fails_at)
        root.mkdir()
        calls = 0

        def fail(*arguments: Any, fails_at: int = fails_at, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise failure
            return real(*arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(os, step, fail)
            try:
                create_all({root / "a/b/x": b"1", root / "y": b"2"}, root=root)
            except (WriteError, KeyboardInterrupt):
                left = {path for path in root.rglob("*") if not path.is_dir()}
                # What a failing unlink leaves aside is the next writer's to remove.
                assert not left or step == "unlink"
                assert all(path.read_bytes() in (b"1", b"2") for path in left)
            else:
                if calls >= fails_at:
                    assert step == "unlink"
                    create_all({root / "a/b/z": b"3", root / "z": b"3"}, root=root)
                    assert everything(root) == {"a", "a/b", "a/b/x", "a/b/z", "y", "z"}
                    continue
                assert everything(root) == {"a", "a/b", "a/b/x", "y"}
                return
    raise AssertionError("the steps never came to an end")


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
def test_file_systems_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refuse)
    create(tmp_path / "a", b"1", root=tmp_path)
    assert everything(tmp_path) == {"a"}
    assert (tmp_path / "a").read_bytes() == b"1"

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(WriteError):
        create(tmp_path / "b", b"1", root=tmp_path)
    assert everything(tmp_path) == {"a"}


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    create_all({tmp_path / "a/b/x": b"1", tmp_path / "y": b"2"}, root=tmp_path)
    with pytest.raises(AlreadyThereError):
        create(tmp_path / "y", b"2")
    (tmp_path / "link").symlink_to("a")
    with pytest.raises(OutsideError):
        create(tmp_path / "link/x", b"2", root=tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_names_of_any_length_and_kind(tmp_path: Path) -> None:
    for name in ("x" * 255, "-x", "new\nline", "\udcff"):
        create(tmp_path / name, b"1", root=tmp_path)
    with pytest.raises(WriteError, match="too long"):
        create(tmp_path / ("x" * 256), b"1", root=tmp_path)


# Old files.


def test_a_file_is_replaced(tmp_path: Path) -> None:
    place = tmp_path / "a/b.yaml"
    create(place, b"old", root=tmp_path)
    replace(place, b"old", b"new, and longer", root=tmp_path)
    assert place.read_bytes() == b"new, and longer"
    assert everything(tmp_path) == {"a", "a/b.yaml"}


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o444, 0o750])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    place = tmp_path / "a"
    place.write_bytes(b"old")
    place.chmod(mode)
    replace(place, b"old", b"new")
    assert stat.S_IMODE(place.stat().st_mode) == mode


def test_the_owner_stays_where_that_is_permitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a"
    place.write_bytes(b"old")
    asked: list[tuple[int, int]] = []

    def refuse(_: int, user: int, group: int) -> None:
        asked.append((user, group))
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    replace(place, b"old", b"new")
    assert asked == [(place.stat().st_uid, place.stat().st_gid)]
    assert place.read_bytes() == b"new"


@pytest.mark.parametrize("there", [b"theirs", b"old and more", b"", None])
def test_what_was_changed_meanwhile_stays(tmp_path: Path, there: bytes | None) -> None:
    place = tmp_path / "a"
    if there is not None:
        place.write_bytes(there)
    with pytest.raises(ChangedMeanwhileError) as caught:
        replace(place, b"old", b"new")
    assert caught.value.hint
    assert (place.read_bytes() if place.exists() else None) == there
    assert everything(tmp_path) == ({"a"} if there is not None else set())


def test_an_editor_that_locks_nothing_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a"
    place.write_bytes(b"old")
    real = os.fsync

    def late(file: int) -> None:
        place.write_bytes(b"typed meanwhile")
        real(file)

    monkeypatch.setattr(os, "fsync", late)
    with pytest.raises(ChangedMeanwhileError):
        replace(place, b"old", b"new")
    assert place.read_bytes() == b"typed meanwhile"
    assert everything(tmp_path) == {"a"}


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_only_files_are_replaced(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "a"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("b")
        if kind == "link":
            (tmp_path / "b").write_bytes(b"old")
    before = everything(tmp_path)
    with pytest.raises(WriteError):
        replace(place, b"old", b"new", root=tmp_path)
    assert everything(tmp_path) == before
    if kind == "link":
        assert place.is_symlink()
        assert (tmp_path / "b").read_bytes() == b"old"


def test_replacing_never_leads_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "a").write_bytes(b"old")
    (root / "link").symlink_to("..")
    for path in (root / "../a", root / "link/a"):
        with pytest.raises(OutsideError):
            replace(path, b"old", b"new", root=root)
    assert (tmp_path / "a").read_bytes() == b"old"


def test_several_files_of_both_kinds(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"1")
    replace_all({tmp_path / "n/new": (None, b"2"), tmp_path / "old": (b"1", b"3")}, root=tmp_path)
    assert (tmp_path / "old").read_bytes() == b"3"
    assert everything(tmp_path) == {"n", "n/new", "old"}


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / ".tracker-0123456789abcdef.tmp").write_bytes(b"half")
    (tmp_path / ".tracker-notes.tmp").write_bytes(b"somebody's own")
    replace(tmp_path / "a", b"old", b"new")
    assert everything(tmp_path) == {"a", ".tracker-notes.tmp"}


def test_a_lock_that_is_held_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    holder = os.open(tmp_path, os.O_RDONLY)
    assert aside.lock(holder)
    monkeypatch.setattr(aside, "_TRIES", 2)
    with pytest.raises(BusyError) as caught:
        replace(tmp_path / "a", b"old", b"new")
    assert caught.value.hint
    os.close(holder)
    replace(tmp_path / "a", b"old", b"new")
    assert everything(tmp_path) == {"a"}


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EBADF])
def test_file_systems_without_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / "a").write_bytes(b"old")
    replace(tmp_path / "a", b"old", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_replacing_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "b").write_bytes(b"old")
    with pytest.raises(ChangedMeanwhileError):
        replace_all({tmp_path / "a": (b"old", b"new"), tmp_path / "b": (b"other", b"new")})
    assert (tmp_path / "a").read_bytes() == b"old"
    replace(tmp_path / "a", b"old", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert everything(tmp_path) == {"a", "b"}


# Whatever happens at whichever call.


class Faulty:
    """The module `os` as the writer sees it: once a folder is locked, its nth call goes wrong."""

    def __init__(self, fails_at: int, fault: Callable[[], None]) -> None:
        self.left = fails_at
        self.fault = fault
        self.locked = False
        self.calls: list[str] = []
        self.path = os.path

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return self.wrapped(name, real) if callable(real) and name.islower() else real

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if name == "fdopen":
                return self.stream(real(*arguments, **options))
            self.count(name)
            return real(*arguments, **options)

        return call

    def stream(self, stream: Any) -> Any:
        faulty = self

        class Stream:
            def __enter__(self) -> "Stream":
                return self

            def __exit__(self, *_: object) -> None:
                stream.close()

            def write(self, content: memoryview) -> int:
                """Half of it, so that a kill can come between."""
                faulty.count("write")
                return int(stream.write(content[: max(len(content) // 2, 1)]))

            def read(self, size: int) -> bytes:
                faulty.count("read")
                return bytes(stream.read(size))

        return Stream()

    def count(self, name: str) -> None:
        if not self.locked:
            return
        self.calls.append(name)
        self.left -= 1
        if self.left == 0:
            self.fault()

    def flock(self, real: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: Any) -> None:
            real(*arguments)
            self.locked = True

        return call


OLD, NEW, MADE = b"title: old\n", b"title: new and longer\n", b"title: made\n"


def tree(root: Path) -> tuple[Path, Path]:
    (root / "p").mkdir(parents=True)
    (root / "p/old.yaml").write_bytes(OLD)
    (root / "p/old.yaml").chmod(0o640)
    (root / "q").mkdir()
    (root / "q/second.yaml").write_bytes(OLD)
    return root / "p/old.yaml", root / "q/second.yaml"


def write_several(root: Path) -> None:
    replace_all(
        {
            root / "p/old.yaml": (OLD, NEW),
            root / "new/made.yaml": (None, MADE),
            root / "q/second.yaml": (OLD, NEW),
        },
        root=root,
    )


def write_one(root: Path) -> None:
    replace(root / "p/old.yaml", OLD, NEW, root=root)


def run_faulty(
    monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], root: Path, faulty: Faulty
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(files, "os", faulty)
        patch.setattr(aside, "os", faulty)
        patch.setattr(fcntl, "flock", faulty.flock(fcntl.flock))
        write(root)


def left_whole(root: Path) -> None:
    """Each file old or new with its mode, and nothing beside them that a check would find."""
    for place in (root / "p/old.yaml", root / "q/second.yaml"):
        assert place.read_bytes() in (OLD, NEW)
    assert stat.S_IMODE((root / "p/old.yaml").stat().st_mode) == 0o640
    made = root / "new/made.yaml"
    assert not made.exists() or made.read_bytes() == MADE
    names = {path.name for path in root.rglob("*") if path.is_file()}
    assert {name for name in names if not aside.is_aside(name)} <= {
        "old.yaml",
        "second.yaml",
        "made.yaml",
    }


@pytest.mark.parametrize("write", [write_one, write_several])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EINTR, None])
def test_an_error_at_any_call_leaves_the_old_files_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], code: int | None
) -> None:
    def fault() -> None:
        raise KeyboardInterrupt if code is None else OSError(code, os.strerror(code))

    seen: set[str] = set()
    for number in range(1, 200):
        root = tmp_path / str(number)
        tree(root)
        before = everything(root)
        faulty = Faulty(number, fault)
        try:
            run_faulty(monkeypatch, write, root, faulty)
        except (WriteError, KeyboardInterrupt):
            left_whole(root)
            if faulty.calls[number - 1] not in ("unlink", "close"):
                assert everything(root) == before, faulty.calls
                assert (root / "p/old.yaml").read_bytes() == OLD, faulty.calls
        else:
            assert (root / "p/old.yaml").read_bytes() == NEW
            if number > len(faulty.calls):
                break
            # Gone wrong, and got over: only removing what is aside, or the owner, may be that.
            assert faulty.calls[number - 1] in ("unlink", "close"), faulty.calls
        seen |= set(faulty.calls)
    else:
        raise AssertionError("the calls never came to an end")
    assert {"open", "read", "write", "fsync", "rename", "link", "stat", "unlink"} <= seen


@pytest.mark.parametrize("write", [write_one, write_several])
def test_a_kill_at_any_call_leaves_old_or_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    outcomes: set[bytes] = set()
    for number in range(1, 200):
        root = tmp_path / str(number)
        place, _ = tree(root)
        child = os.fork()
        if child == 0:
            try:
                run_faulty(monkeypatch, write, root, Faulty(number, lambda: os._exit(9)))
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        left_whole(root)
        outcomes.add(place.read_bytes())
        replace(place, place.read_bytes(), b"next", root=root)
        create(root / "q/next", b"", root=root)
        create(root / "new/next", b"", root=root)
        names = {path.name for path in root.rglob("*") if path.is_file()}
        assert not any(map(aside.is_aside, names))
        if os.waitstatus_to_exitcode(status) == 0:
            break
    else:
        raise AssertionError("the calls never came to an end")
    assert outcomes == {OLD, NEW}


def test_writers_lose_nothing_silently(tmp_path: Path) -> None:
    """Eight writers of fifty edits each: every edit is in the file, or its writer knows better."""
    place = tmp_path / "counts.yaml"
    place.write_bytes(b"total: 0  # of all\n" + b"".join(b"w%d: 0\n" % one for one in range(8)))
    children = []
    for number in range(8):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if count_to(50, place, f"w{number}") else 2
            finally:
                os._exit(code)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * 8
    assert read(place.read_bytes()).data == {"total": 400} | {f"w{one}": 50 for one in range(8)}
    assert place.read_bytes().startswith(b"total: 400  # of all\n")
    assert everything(tmp_path) == {"counts.yaml"}


def count_to(most: int, place: Path, mine: str) -> bool:
    """Add one to the total and to the own count, so often; False where it takes for ever."""
    done = 0
    for _ in range(100 * most):
        old = place.read_bytes()
        data: Any = read(old).data
        new = splice(old, [Set(("total",), data["total"] + 1), Set((mine,), data[mine] + 1)])
        try:
            replace(place, old, new)
        except ChangedMeanwhileError:
            continue
        done += 1
        if done == most:
            return True
    return False


def test_no_descriptor_stays_open_after_replacing(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    tree(tmp_path / "r")
    write_several(tmp_path / "r")
    with pytest.raises(WriteError):
        write_several(tmp_path / "r")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


# In place of the old.


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    old = tmp_path / "a/b"
    create(old, b"old", root=tmp_path)
    old.chmod(0o640)
    os.link(old, tmp_path / "same")
    replace(old, b"old", b"new", root=tmp_path)
    assert old.read_bytes() == b"new"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (tmp_path / "same").read_bytes() == b"old"
    assert everything(tmp_path) == {"a", "a/b", "same"}


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_only_a_regular_file_is_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    (tmp_path / "other").write_bytes(b"other")
    path.symlink_to("other") if kind == "link" else path.mkdir()
    with pytest.raises(WriteError, match=r"is no regular file|is a symbolic link"):
        replace(path, b"other", b"new", root=tmp_path)
    assert (tmp_path / "other").read_bytes() == b"other"
    assert everything(tmp_path) == {"a", "other"}


def test_no_file_is_replaced_through_a_linked_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(OutsideError):
        replace(tmp_path / "link/a", b"old", b"new", root=tmp_path)
    assert (tmp_path / "real/a").read_bytes() == b"old"


@pytest.mark.parametrize("call", ["fsync", "fchmod", "rename"])
def test_where_replacing_fails_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    create(tmp_path / "a", b"old")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(WriteError, match="no space left"):
        replace(tmp_path / "a", b"old", b"new")
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert everything(tmp_path) == {"a"}
