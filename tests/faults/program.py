"""Say which program the figures are of: what takes part in writing files, and what disturbs and questions it.

How sheets are read, what rules find and how the demo county looks decide what stands in the files, not when and in
which order they are written: a change there leaves the figures true.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import pipeline

_HARNESS = Path(__file__).parent
_PROGRAM = Path(pipeline.__file__).parent
# Made from the others, or of runs.
_DERIVED = frozenset({".pyc", ".jsonl"})
_NO_WRITERS = frozenset({"judge", "layout", "read", "values", "place", "demo"})


def fingerprint() -> str:
    """Hash store, publish, show and the harness, and the version of the engine that writes the databases."""
    found = hashlib.sha256(version("duckdb").encode())
    for folder, left_out in ((_PROGRAM, _NO_WRITERS), (_HARNESS, frozenset[str]())):
        for path in sorted(folder.rglob("*.*")):
            name = path.relative_to(folder)
            if path.suffix not in _DERIVED and name.parts[0] not in left_out:
                found.update(name.as_posix().encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:32]
