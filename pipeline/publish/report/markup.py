"""Fill the templates of the report's pages: everything escaped, values shown as people write them, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from schemas import _kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.publish.report.table import Column, Table, Value

    Link = Callable[[tuple[Value, ...]], str]

TEMPLATES = Path(__file__).parent / "templates"
NOTHING = "—"
# Tables longer than this have a field to search them.
_LONG = 12
_TAGS, _LACKS = frozenset({"level", "status", "verdict", "confirmed"}), frozenset({"shortfall", "untraced"})
# In a script element only these could end it, open a comment, or break a line of JavaScript.
_UNSAFE_IN_SCRIPT = tuple((c, f"\\u{ord(c):04x}") for c in "<>&\u2028\u2029")


def render(template: str, **values: Any) -> str:
    """Fill ``template`` of this package; texts are escaped wherever they stand."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    kept = _kept.folder()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=FileSystemBytecodeCache(str(kept)) if kept else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=shown, change=change)
    environment.globals.update(table=table)
    return environment


def table(
    table: Table, name: str = "", links: Mapping[str, Link] | None = None, empty: str = "没有。"
) -> Markup:
    """Write a table of figures as every page shows it; ``links``: for a column, where the cell of a row leads.

    Not a template: a county's tables have thousands of cells, and a template takes three times as long for each.
    """
    if not table.rows:
        return Markup('<p class="none">{}</p>').format(empty)
    cells = [_cell(column, (links or {}).get(column.name)) for column in table.columns]
    lines = [
        f"<tr>{''.join([cell(value, row) for cell, value in zip(cells, row, strict=True)])}</tr>"
        for row in table.rows
    ]
    titles = "".join(
        f'<th class="{column.kind} c-{column.name}">{escape(column.title)}</th>' for column in table.columns
    )
    search = ""
    if len(table.rows) > _LONG:
        search = (
            '<p class="narrow screen"><input type="search" class="quick" placeholder="在此表中查找"'
            f' aria-label="在“{escape(table.title)}”中查找">\n<span>共 {len(table.rows):,} 行</span></p>\n'
        )
    body = "\n".join(lines)
    return Markup(
        f'<div class="frame">\n{search}<div class="scroll">\n<table class="figures t-{name}">\n'
        f"<thead><tr>{titles}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>\n</div>"
    )


def _cell(column: Column, link: Link | None) -> Callable[[Value, tuple[Value, ...]], str]:
    """Give what writes the cells of a column."""
    kind, named = column.kind, column.name
    begin = f'<td class="{kind} c-{named}">'

    def cell(value: Value, row: tuple[Value, ...]) -> str:
        text = escape(shown(value, kind))
        if value and link:
            return f'{begin}<a href="{escape(link(row))}">{text}</a></td>'
        if value and named in _TAGS:
            return f'{begin}<span class="tag" data-word="{text}">{text}</span></td>'
        if value and named in _LACKS:
            return f'{begin}<strong class="lack">{text}</strong></td>'
        if kind == "count" and value == 0:
            return f'{begin}<span class="zero">0</span></td>'
        return f"{begin}{text}</td>"

    return cell


def shown(value: Value, kind: str = "text") -> str:
    """Write a value as it is read: 12,000.00, 50.00%, 2026-11-22, 是; — where there is none."""
    if value is None or value == "":
        return NOTHING
    if kind == "money":
        return f"{value:,.2f}"
    if kind == "ratio":
        return f"{value * 100:.2f}%"
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "score":
        return f"{value:.1f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def change(value: Value, kind: str) -> str:
    """Write a change with its sign; 持平 where nothing changed."""
    if value is None:
        return NOTHING
    if not value:
        return "持平"
    return ("+" if value > 0 else "−") + shown(abs(value), kind)


def data(content: object) -> Markup:
    """Write ``content`` as JSON that can stand in a script element, whatever texts it holds."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _UNSAFE_IN_SCRIPT:
        text = text.replace(character, escaped)
    return Markup(text)


def asset(name: str) -> Markup:
    """Read a style sheet or script that this package brings along."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def policy(scripts: Sequence[str]) -> str:
    """Write a Content-Security-Policy that lets only ``scripts`` run and nothing be loaded or sent."""
    hashes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
