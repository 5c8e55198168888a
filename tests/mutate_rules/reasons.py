"""Know the survivors that no input can tell from the rule, and why: reasons.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("reasons.toml")


def load() -> dict[str, dict[str, str]]:
    """Read rule id → mutant → reason."""
    return tomllib.loads(FILE.read_text("utf-8"))
