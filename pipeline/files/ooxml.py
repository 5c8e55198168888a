"""Find the sheets of an OOXML package in workbook order and have each looked at."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING

from pipeline.files import biff12, shared_text, sheet_xml
from pipeline.files.marks import Marks, Refusal
from pipeline.files.sheet_patterns import attributes

if TYPE_CHECKING:
    from pipeline.files.guard import Parts

_RELATIONSHIP = re.compile(rb"<(?:[\w.-]+:)?Relationship\s([^<>]*)>")
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s([^<>]*)>")
_PALETTE_RED = re.compile(rb"rgb=[\"'][0-9A-Fa-f]{0,2}[B-Fb-f]|indexed=[\"'](?:2|10)[\"']")
_FONT_OR_COLOUR = re.compile(rb"<(?:\w+:)?(font|color)(?=[\s/>])([^<>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
# calamine looks for these by name, whatever the relationships say.
_BY_NAME = ("/sharedstrings.xml", "/styles.xml")


def look(parts: Parts) -> list[Marks] | Refusal:
    """Collect the marks of every sheet in workbook order, or refuse the workbook.

    Raises ``guard.Unfit`` and what ``zipfile`` raises when a part is damaged.
    """
    book = _main_part(parts)
    links = _links(parts, book)
    ids = _sheet_ids(parts.read(book), book)
    if isinstance(ids, Refusal):
        return ids
    styles = next((part for kind, part in links.values() if kind.endswith("/styles")), "")
    reds = red_styles(parts.read(styles)) if styles.endswith(".xml") else frozenset()
    shared = next((part for kind, part in links.values() if kind.endswith("/sharedStrings")), "")
    texts = (biff12.shared_text if shared.endswith(".bin") else shared_text.of_xml)(parts.read(shared))
    marks: list[Marks] = []
    looked_at = set()
    for number, link in enumerate(ids):
        part = links.get(link, ("", ""))[1]
        if part not in parts or part in looked_at:
            return Refusal("F01", f"缺少第 {number + 1} 张工作表的内容")
        looked_at.add(part)
        content = parts.read(part)
        found = biff12.look(content, texts) if part.endswith(".bin") else sheet_xml.look(content, reds, texts)
        if isinstance(found, Refusal):
            return found
        marks.append(found)
    for name in parts:
        if name.casefold().endswith(_BY_NAME) and name not in (styles, shared):
            parts.read(name)
    return marks


def _main_part(parts: Parts) -> str:
    for kind, part in _links(parts, "").values():
        if kind.endswith("/officeDocument"):
            return part
    return "xl/workbook.bin" if "xl/workbook.bin" in parts else "xl/workbook.xml"


def _links(parts: Parts, source: str) -> dict[str, tuple[str, str]]:
    """Map the relationship ids of a part (empty: of the package) to type and target part."""
    folder, name = posixpath.split(source)
    links = {}
    for tag in _RELATIONSHIP.findall(parts.read(posixpath.join(folder, "_rels", f"{name}.rels"))):
        about = {
            key.decode(): html.unescape(value.decode("utf-8", "replace"))
            for key, value in attributes(tag).items()
        }
        target = posixpath.join("/", folder, about.get("Target", "").replace("\\", "/"))
        links[about.get("Id", "")] = (about.get("Type", ""), posixpath.normpath(target).lstrip("/"))
    return links


def _sheet_ids(content: bytes, book: str) -> list[str] | Refusal:
    """List the relationship id of each sheet in workbook order."""
    if book.endswith(".bin"):
        return biff12.sheet_links(content)
    return [
        next(
            (
                value.decode("utf-8", "replace")
                for key, value in attributes(tag).items()
                if key.endswith(b":id")
            ),
            "",
        )
        for tag in _SHEET.findall(content)
    ]


def red_styles(styles: bytes) -> frozenset[bytes]:
    """List the cell style numbers whose font is red.

    Red by theme colour is left out: a theme's accents are decoration, red ink is picked from the palette.
    """
    if not _PALETTE_RED.search(styles):
        return frozenset()
    reds = set()
    number = -1
    for what, tag in _FONT_OR_COLOUR.findall(_section(styles, b"fonts")):
        if what == b"font":
            number += 1
        elif _is_red(attributes(tag)):
            reds.add(b"%d" % number)
    formats = _FORMAT.findall(_section(styles, b"cellXfs"))
    return frozenset(b"%d" % at for at, tag in enumerate(formats) if attributes(tag).get(b"fontId") in reds)


def _section(styles: bytes, name: bytes) -> bytes:
    """Cut an element out of the style sheet."""
    start = re.search(rb"<(?:\w+:)?" + name + rb"\b", styles)
    if start is None:
        return b""
    end = re.compile(rb"</(?:\w+:)?" + name + rb">").search(styles, start.end())
    return styles[start.end() : end.start()] if end else b""


def _is_red(colour: dict[bytes, bytes]) -> bool:
    if colour.get(b"indexed") in (b"2", b"10"):
        return True
    try:
        value = int(colour.get(b"rgb", b"0")[-6:], 16)
    except ValueError:
        return False
    return value >> 16 >= 0xB0 and value >> 8 & 0xFF <= 0x50 and value & 0xFF <= 0x50
