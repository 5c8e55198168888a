"""Write Markdown pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A space that only comes from a folded line: beside full-width punctuation, or between two Chinese signs.
_FOLD = re.compile(r"(?<=[，。；：、）》”]) | (?=[，。；：、（《“])|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
GENERATED = "<!-- 本页由 make docs 生成，请勿手改；要改请改 {source}。 -->"


def flow(text: str) -> str:
    """Put a text that was broken over lines on one line, as Chinese is written."""
    return _FOLD.sub("", " ".join(text.split()))


def cell(text: str) -> str:
    """Escape ``text`` for a table cell."""
    return flow(text).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; cells are plain text."""
    lines = [headers, ["---"] * len(headers), *([cell(c) for c in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """Write a list."""
    return "\n".join(f"- {flow(item)}" for item in items)


def page(source: str, *parts: str) -> str:
    """Join the parts that are not empty into a page that names the file it comes from."""
    return "\n\n".join([GENERATED.format(source=source), *filter(None, parts)]) + "\n"
