"""Let workbooks through that hold error values of later years (#SPILL!, #GETTING_DATA): calamine would refuse all of it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from pipeline.files.sheet_patterns import patterns, prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.files.marks import Marks

_FAMILIAR = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


def familiar(data: bytes, marks: Sequence[Marks]) -> bytes:
    """Give the workbook with #VALUE! for every other error value; what it really says stands in ``marks``."""
    if all(value in _FAMILIAR for sheet in marks for value in sheet.errors.values()):
        return data
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name), _said_anew(before.read(name)))
    return file.getvalue()


def _said_anew(xml: bytes) -> bytes:
    if b't="e"' not in xml and b"t='e'" not in xml:
        return xml
    found = patterns(prefix(xml))
    kept, last = [], 0
    for cell in found.error.finditer(xml):
        value = found.error_text.match(xml, cell.end())
        if value and value[1].decode("utf-8", "replace") not in _FAMILIAR:
            kept += [xml[last : value.start(1)], b"#VALUE!"]
            last = value.end(1)
    return b"".join([*kept, xml[last:]])
