"""Keep what a long run found, a line for each trial, so that it can be stopped and go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def of_program(path: Path, program: str) -> list[dict[str, Any]]:
    """List what earlier runs of the same ``program`` found."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [one for one in map(json.loads, lines) if one["program"] == program]


def add(path: Path, result: dict[str, Any]) -> None:
    """Write down one trial at once."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")
