"""Find the sheets of an OOXML package in workbook order and have each looked at."""

from __future__ import annotations

import html
import posixpath
import re

from pipeline.files import biff12, sheet_xml
from pipeline.files.marks import Marks, Refusal
from pipeline.files.sheet_patterns import attributes

_RELATIONSHIP = re.compile(rb"<(?:[\w.-]+:)?Relationship\s([^>]*)>")
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s([^>]*)>")
_PALETTE_RED = re.compile(rb"rgb=[\"'][0-9A-Fa-f]{0,2}[B-Fb-f]|indexed=[\"'](?:2|10)[\"']")


def look(parts: dict[str, bytes]) -> list[Marks] | Refusal:
    """Collect the marks of every sheet in workbook order, or refuse the workbook."""
    book = _main_part(parts)
    links = _links(parts, book)
    ids = _sheet_ids(parts.get(book, b""), book)
    if isinstance(ids, Refusal):
        return ids
    styles = next((part for kind, part in links.values() if kind.endswith("/styles")), "")
    reds = red_styles(parts.get(styles, b"")) if styles.endswith(".xml") else frozenset()
    marks: list[Marks] = []
    for number, link in enumerate(ids):
        part = links.get(link, ("", ""))[1]
        content = parts.pop(part, None)
        if content is None:
            return Refusal("F01", f"缺少第 {number + 1} 张工作表的内容")
        found = biff12.look(content) if part.endswith(".bin") else sheet_xml.look(content, reds)
        if isinstance(found, Refusal):
            return found
        marks.append(found)
    return marks


def _main_part(parts: dict[str, bytes]) -> str:
    for kind, part in _links(parts, "").values():
        if kind.endswith("/officeDocument"):
            return part
    return "xl/workbook.bin" if "xl/workbook.bin" in parts else "xl/workbook.xml"


def _links(parts: dict[str, bytes], source: str) -> dict[str, tuple[str, str]]:
    """Map the relationship ids of a part (empty: of the package) to type and target part."""
    folder, name = posixpath.split(source)
    links = {}
    for tag in _RELATIONSHIP.findall(parts.get(posixpath.join(folder, "_rels", f"{name}.rels"), b"")):
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
        next((value.decode() for key, value in attributes(tag).items() if key.endswith(b":id")), "")
        for tag in _SHEET.findall(content)
    ]


def red_styles(styles: bytes) -> frozenset[bytes]:
    """List the cell style numbers whose font is red.

    Red by theme colour is left out: a theme's accents are decoration, red ink is picked from the palette.
    """
    if not _PALETTE_RED.search(styles):
        return frozenset()
    fonts = re.search(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", styles, re.DOTALL)
    formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    if fonts is None or formats is None:
        return frozenset()
    reds = set()
    every_font = re.finditer(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", fonts[0], re.DOTALL)
    for number, font in enumerate(every_font):
        colour = re.search(rb"<(?:\w+:)?color\s([^>]*)>", font[1] or b"")
        if colour is not None and _is_red(attributes(colour[1])):
            reds.add(b"%d" % number)
    found = set()
    for number, tag in enumerate(re.findall(rb"<(?:\w+:)?xf\s([^>]*)>", formats[0])):
        if attributes(tag).get(b"fontId") in reds:
            found.add(b"%d" % number)
    return frozenset(found)


def _is_red(colour: dict[bytes, bytes]) -> bool:
    if colour.get(b"indexed") in (b"2", b"10"):
        return True
    try:
        value = int(colour.get(b"rgb", b"0")[-6:], 16)
    except ValueError:
        return False
    return value >> 16 >= 0xB0 and value >> 8 & 0xFF <= 0x50 and value & 0xFF <= 0x50
