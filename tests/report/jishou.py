"""Run the embedded example once, and read its report page as a reader of the page would."""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import lxml.html

from tests import example


@functools.cache
def outputs() -> Path:
    """Run a night on the example; give its outputs/."""
    folder = Path(tempfile.mkdtemp(prefix="jishou-report-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return example.copied(folder / "copy").outputs


def query(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask the published database."""
    with duckdb.connect(str(outputs() / "cunzhang.duckdb"), read_only=True) as con:
        return con.execute(sql, values).fetchall()


def words(element: Any) -> str:
    """Give an element's text with single spaces."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def lines(page: Any, table: str) -> list[dict[str, str]]:
    """Read a table of the page, by the class that names it: its lines by column title."""
    [found] = page.xpath(f"//table[contains(concat(' ', @class, ' '), ' t-{table} ')]")
    titles = [words(th) for th in found.xpath("./thead/tr/th")]
    return [dict(zip(titles, map(words, tr.xpath("./td")), strict=True)) for tr in found.xpath("./tbody/tr")]


def parsed(html: str) -> Any:
    """Parse a page."""
    return lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
