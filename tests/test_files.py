"""Files are whole or not there, a new one never over another, and none through a link."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tracker.source.files import (
    AlreadyThereError,
    OutsideError,
    WriteError,
    create,
    create_all,
    replace,
)


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
                # The one thing that a failing unlink can leave is what it failed to unlink.
                assert not left or step == "unlink"
                assert all(path.read_bytes() in (b"1", b"2") for path in left)
            else:
                assert calls < fails_at
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


# In place of an old one.


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    old = tmp_path / "a/b"
    create(old, b"old", root=tmp_path)
    old.chmod(0o640)
    os.link(old, tmp_path / "same")
    replace(old, b"new", root=tmp_path)
    assert old.read_bytes() == b"new"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (tmp_path / "same").read_bytes() == b"old"
    assert everything(tmp_path) == {"a", "a/b", "same"}


def test_what_is_not_there_yet_is_written(tmp_path: Path) -> None:
    replace(tmp_path / "a/b", b"new", root=tmp_path)
    assert (tmp_path / "a/b").read_bytes() == b"new"


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_only_a_regular_file_is_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    (tmp_path / "other").write_bytes(b"other")
    path.symlink_to("other") if kind == "link" else path.mkdir()
    with pytest.raises(WriteError, match="is no regular file"):
        replace(path, b"new", root=tmp_path)
    assert (tmp_path / "other").read_bytes() == b"other"
    assert everything(tmp_path) == {"a", "other"}


def test_no_file_is_replaced_through_a_linked_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(OutsideError):
        replace(tmp_path / "link/a", b"new", root=tmp_path)
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
        replace(tmp_path / "a", b"new")
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert everything(tmp_path) == {"a"}
