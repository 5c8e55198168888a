"""Load the word tables of ``schemas/vocabulary.toml``, once per process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def tables() -> dict[str, Any]:
    """Give every table of the vocabulary by its name."""
    return tomllib.loads(resources.files("schemas").joinpath("vocabulary.toml").read_text("utf-8"))
