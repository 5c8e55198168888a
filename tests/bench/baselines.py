"""Do the least that any reader must do with the corpus.

``python -m tests.bench.baselines xml|calamine FOLDER WORKERS``
"""

from __future__ import annotations

import io
import multiprocessing
import sys
import zipfile
from pathlib import Path
from xml.parsers import expat

import python_calamine


def parse_xml(path: Path) -> int:
    """Unzip every worksheet and the shared strings and parse them without looking; give the bytes of XML."""
    size = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/") or member.filename == "xl/sharedStrings.xml":
                expat.ParserCreate().Parse(archive.read(member), True)
                size += member.file_size
    return size


def decode(path: Path) -> int:
    """Decode every sheet into Python values with python-calamine; give the number of rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return sum(len(book.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in book.sheet_names)


def main(task: str, folder: str, workers: str) -> None:
    """Spread the workbooks over as many processes as the pipeline may use, the largest first."""
    paths = sorted(Path(folder).rglob("*.xlsx"), key=lambda path: -path.stat().st_size)
    work = {"xml": parse_xml, "calamine": decode}[task]
    with multiprocessing.get_context("spawn").Pool(int(workers)) as pool:
        print(sum(pool.imap_unordered(work, paths, chunksize=1)))


if __name__ == "__main__":
    main(*sys.argv[1:])
