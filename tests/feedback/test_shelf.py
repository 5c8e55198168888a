"""The feedback folder: only what we wrote and nobody changed is ever replaced or removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publish.feedback.copies import Made
from pipeline.publish.feedback.shelf import Shelf

FILE = "临河镇/西渠村/三月.xlsx"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A folder with feedback on one file, as the batch before left it."""
    first = Shelf(tmp_path / "feedback", tmp_path / "state/feedback.json")
    first.put(FILE, "key", Made(b"first", ".xlsx"))
    first.save()
    return again(first)


def again(shelf: Shelf) -> Shelf:
    return Shelf(shelf.folder, shelf.index)


def test_what_stands_as_we_would_write_it_is_known_in_the_next_batch(shelf: Shelf) -> None:
    assert shelf.holds(FILE, "key")
    assert not shelf.holds(FILE, "other key")
    assert not shelf.holds("another.xlsx", "key")


def test_feedback_that_was_deleted_is_missed(shelf: Shelf) -> None:
    (shelf.folder / FILE).unlink()
    assert not shelf.holds(FILE, "key")


def test_new_feedback_takes_the_place_of_the_old(shelf: Shelf) -> None:
    shelf.put(FILE, "new", Made(b"second", ".xlsx"))
    assert (shelf.folder / FILE).read_bytes() == b"second"
    shelf.put(FILE, "newer", Made(b"list", ""))
    assert [p.name for p in shelf.folder.rglob("*.xlsx")] == ["三月.xlsx（问题清单）.xlsx"]


def test_feedback_is_taken_away_with_its_empty_folders(shelf: Shelf) -> None:
    shelf.take(FILE)
    shelf.save()
    assert list(shelf.folder.iterdir()) == []
    assert not shelf.index.exists()


def test_files_of_others_stay_with_their_folder(shelf: Shelf) -> None:
    own = (shelf.folder / FILE).with_name("我的记录.txt")
    own.write_text("不要动", encoding="utf-8")
    shelf.take(FILE)
    assert list(shelf.folder.rglob("*.*")) == [own]


def test_a_copy_somebody_works_in_is_neither_removed_nor_replaced(shelf: Shelf) -> None:
    copy = shelf.folder / FILE
    copy.write_bytes(b"worked in")
    shelf.put(FILE, "new", Made(b"second", ".xlsx"))
    shelf.save()
    fresh = copy.with_name("三月（2）.xlsx")
    assert (copy.read_bytes(), fresh.read_bytes()) == (b"worked in", b"second")
    following = again(shelf)
    assert following.holds(FILE, "new")
    following.take(FILE)
    assert copy.exists()
    assert not fresh.exists()


def test_a_file_of_somebody_else_in_our_place_is_not_overwritten(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "feedback", tmp_path / "feedback.json")
    theirs = shelf.folder / FILE
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"theirs")
    shelf.put(FILE, "key", Made(b"ours", ".xlsx"))
    assert theirs.read_bytes() == b"theirs"


def test_a_file_that_is_open_stays_until_the_next_batch(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    shelf.put(FILE, "new", Made(b"second", ".xlsx"))
    assert shelf.open == [FILE]
    monkeypatch.undo()
    shelf.save()
    following = again(shelf)
    assert not following.holds(FILE, "new")
    following.take(FILE)
    assert not (shelf.folder / FILE).exists()
