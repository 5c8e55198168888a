"""Save a sheet in other file formats, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench_reading.paper import xlsx
from tests.bench_reading.rewrite.bases import Base

FORMATS = (("改成 ods", "ods"), ("改成 xls", "xls"))


def converted(base: Base) -> Iterator[tuple[str, bytes, str]]:
    """Convert a sheet: (line of the figures, bytes, suffix); nothing without LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "表.xlsx").write_bytes(xlsx([base.paper]))
        for line, suffix in FORMATS:
            profile = f"-env:UserInstallation=file://{Path(tempfile.gettempdir()) / 'bench-reading-office'}"
            command = [
                office,
                profile,
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                made,
                str(folder / "表.xlsx"),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            yield line, (folder / f"表.{suffix}").read_bytes(), f".{suffix}"
