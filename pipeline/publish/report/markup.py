"""Fill the templates of the report's pages: everything escaped, values shown as people write them, nothing loaded."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from schemas import _kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.publish.report.table import Value

TEMPLATES = Path(__file__).parent / "templates"
NOTHING = "—"
# In a script element only these could end it, open a comment, or break a line of JavaScript.
_UNSAFE_IN_SCRIPT = tuple((c, f"\\u{ord(c):04x}") for c in "<>&\u2028\u2029")


def render(template: str, **values: Any) -> str:
    """Fill ``template`` of this package; texts are escaped wherever they stand."""
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
    return environment.get_template(template).render(**values)


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
