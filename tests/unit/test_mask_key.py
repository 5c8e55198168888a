"""One user's publications hide a number alike, another's differently, and nobody else can read the key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pipeline.publish.masking import hidden
from pipeline.publish.tags import KeyFault, key, tagger

ACCOUNT = "6222021234567890123"


def mask(outputs: Path) -> str:
    outputs.mkdir(exist_ok=True)
    return hidden(ACCOUNT, tagger(key(outputs / "personal.key")))


def test_outputs_built_anew_show_the_same_masks(tmp_path: Path) -> None:
    first = mask(tmp_path / "first")
    assert first.endswith("****0123")
    assert mask(tmp_path / "second") == mask(tmp_path / "first") == first


def test_another_user_has_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mask(tmp_path / "first")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))
    assert mask(tmp_path / "second")[-8:] == first[-8:]
    assert mask(tmp_path / "second") != first
    # What was published for is read on with its own key.
    assert mask(tmp_path / "first") == first


def test_a_user_without_a_folder_publishes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "a file" / "no folder"))
    assert mask(tmp_path / "first") == mask(tmp_path / "first") != mask(tmp_path / "second")


def test_a_damaged_key_of_the_user_is_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    mask(tmp_path / "first")
    (tmp_path / "user" / "cunzhang" / "personal.key").write_bytes(b"short")
    mask(tmp_path / "second")
    (tmp_path / "first" / "personal.key").write_bytes(b"short")
    with pytest.raises(KeyFault):
        mask(tmp_path / "first")


def test_only_its_user_may_read_it(tmp_path: Path) -> None:
    mask(tmp_path / "first")
    found = tmp_path / "first" / "personal.key"
    assert (len(found.read_bytes()), stat.S_IMODE(found.stat().st_mode)) == (32, 0o600)
