"""Generate the pages of docs/ledgers and docs/rules from the schemas and the rule headers.

``python -m pipeline.catalogue`` writes them; ``--check`` only says whether they are up to date.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.catalogue import ledger_pages, rule_pages

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDERS = ("ledgers", "rules")


def pages() -> dict[str, str]:
    """Build every page: path relative to docs/ → Markdown text, the same on every machine."""
    return {
        **{f"ledgers/{name}": text for name, text in ledger_pages.build().items()},
        **{f"rules/{name}": text for name, text in rule_pages.build().items()},
    }


def differences(docs: Path = DOCS) -> list[str]:
    """List the pages that are missing, outdated or no longer generated, as paths relative to ``docs``."""
    wanted = pages()
    there = {p.relative_to(docs).as_posix(): p for folder in FOLDERS for p in (docs / folder).glob("*.md")}
    stale = {name for name, text in wanted.items() if name not in there or read(there[name]) != text}
    return sorted(stale | (there.keys() - wanted.keys()))


def write(docs: Path = DOCS) -> list[str]:
    """Bring ``docs`` up to date; returns the paths that were written or removed."""
    wanted, changed = pages(), differences(docs)
    for name in changed:
        path = docs / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return changed


def read(path: Path) -> str:
    """Read a page with its line ends as Git may have changed them on Windows undone."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")
