"""The embedded example, published once for all workers of a test run; whoever asks gets a copy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from filelock import FileLock

from tests.e2e.night import Night
from tests.golden.build_example import EXAMPLE


def copied(folder: Path) -> Night:
    """Give a copy of the example after its first night, reports and all; ``folder`` is not there yet."""
    made = Path(os.environ["CUNZHANG_TESTS_SHARED"]) / "example"
    with FileLock(made.with_suffix(".lock")):
        if not (made / "done").exists():
            night = Night(made / "night", reports=True)
            shutil.rmtree(made, ignore_errors=True)
            shutil.copytree(EXAMPLE, night.inputs / EXAMPLE.name)
            night.publish()
            (made / "done").touch()
    return Night(made / "night", reports=True).copied(folder)
