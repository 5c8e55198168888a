"""Nights of properties are many, and not about the processes that read."""

from __future__ import annotations

from tests.e2e.night import read_here  # noqa: F401 (a fixture)
