"""The officers' guide tells what the program does: its commands, settings, exit codes, pictures and links."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer

from pipeline import settings
from pipeline.cli import app
from pipeline.errors import AnotherRun, Stop, WrongSettings
from pipeline.files.inbox import IGNORED_PREFIXES, IGNORED_SUFFIXES
from pipeline.settings import Settings

GUIDE = Path(__file__).parents[2] / "docs" / "officer-guide"
PAGES = sorted(GUIDE.glob("*.md"))
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def text(start: str) -> str:
    (page,) = GUIDE.glob(f"{start}*.md")
    return page.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_and_pictures_are_there_and_small(page: Path) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    for target in targets:
        name, _, heading = target.partition("#")
        assert (GUIDE / name).is_file() if name else heading
    pictures = [GUIDE / name for name in targets if name.endswith(".png")]
    assert all(picture.stat().st_size < 150_000 for picture in pictures)


def test_every_picture_is_shown_somewhere() -> None:
    pages = "".join(page.read_text("utf-8") for page in PAGES)
    assert [p.name for p in (GUIDE / "img").iterdir() if f"img/{p.name}" not in pages] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_and_options_exist(page: Path) -> None:
    called = re.findall(r"(?:bin/|Scripts\\|`)cunzhang(?:\.exe)? ([a-z-]+)([^\n`]*)", page.read_text("utf-8"))
    for command, rest in called:
        assert command in COMMANDS
        options = {o for p in COMMANDS[command].params for o in p.opts}
        assert set(re.findall(r"--[a-z-]+", rest.partition("#")[0])) <= options


def test_settings_are_those_of_the_program_with_their_defaults() -> None:
    told = dict(re.findall(r"\| `CUNZHANG_([A-Z_]+)` \| ([^|]+) \|", text("05")))
    assert {name.lower() for name in told} == {one.name for one in fields(Settings)}
    for one in fields(Settings):
        default = "处理器个数" if one.name == "workers" else one.default or "空"
        assert told[one.name.upper()].strip() == (default if isinstance(default, str) else f"{default:g}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SETTLE_SECONDS", "-1"), ("SETTLE_LIMIT", "nan"), ("FILE_SECONDS", "0"), ("FILE_MEGABYTES", "255"),
        ("WORKERS", "2.5"), ("WORKERS", "两个"), ("SETTLE_SECONDS", "inf"),
    ],
)  # fmt: skip
def test_a_setting_that_can_not_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=f"CUNZHANG_{name}"):
        settings.read({f"CUNZHANG_{name}": value, "CUNZHANG_UNMASKED_FOR": "移送"})
    assert settings.read({"CUNZHANG_WORKERS": "3", "CUNZHANG_SETTLE_LIMIT": "0"}) == Settings(
        settle_limit=0.0, workers=3
    )


def test_exit_codes_are_told() -> None:
    rows = re.findall(r"^\| (\d[\d、]*) \|", text("05"), re.MULTILINE)
    told = {int(code) for row in rows for code in row.split("、")}
    assert told == {0, Stop.exit_code, WrongSettings.exit_code, AnotherRun.exit_code, 5, 6, 130, 143}


def test_what_is_ignored_is_told() -> None:
    told = text("02").partition("## 什么会被忽略")[2].partition("\n## ")[0]
    assert [word for word in (*IGNORED_PREFIXES, *IGNORED_SUFFIXES) if word not in told] == []
