"""Make copies of a case, each a county of its own, so that one evaluation answers for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas import ledgers
from tests.rules.written import VILLAGES, Row, Tables, rows_of

# Rules that compare with all the county, or say something of all of it.
WHOLE = (
    "INV03",
    "INV05",
    "RC08",
    "ST01",
    "WB06",
    "XV01",
    "XV02",
)


def alone(rule_id: str, text: str) -> bool:
    """Tell whether what a rule finds in the tables of ``text`` would differ beside other counties.

    So it does where they set parameters or name what is kept neither by village nor by county, or have several counties.
    """
    tables = rows_of(text)
    everybody = {
        f'history."{kind.name}"'
        for kind in ledgers().values()
        if not (kind.per_village or kind.by_name["county"].required)
    }
    counties = {row["county"] for rows in tables.values() for row in rows if row.get("county")}
    return rule_id in WHOLE or len(counties) > 1 or bool(everybody & tables.keys())


def side_by_side(texts: Sequence[str]) -> Tables:
    """Give the rows of several texts, each a county of its own."""
    every: Tables = {}
    for number, text in enumerate(texts):
        for name, rows in moved(rows_of(text), number):
            every.setdefault(name, []).extend(rows)
    return every


def moved(tables: Tables, number: int) -> Iterator[tuple[str, list[Row]]]:
    """Give the tables with every id, village, county and file of them made those of copy ``number``.

    A sheet of which nobody knows the village may be any village's of the county whose folder it lies in.
    """
    counties = {row["county"] for rows in tables.values() for row in rows if row.get("county")}
    county = f"{counties.pop() if len(counties) == 1 else ''}{folder(number)}"
    ids = ("submission_id", "slice_id", "superseded_by", "other_submission_id", "row_id", "batch_id")
    for name, rows in tables.items():
        changed = []
        for row in rows:
            new = row | {key: f"{row[key]}~{number}" for key in ids if row.get(key)}
            if row.get("village_code"):
                new["village_code"] = village_code(row["village_code"], number)
            if "county" in row:
                new["county"] = county
            if row.get("source_file"):
                new["source_file"] = f"{county}/{row['source_file']}"
            changed.append(new)
        yield name, changed


def folder(number: int) -> str:
    """Name the county of a copy; no name is part of another."""
    return f"第{number}县"


def village_code(code: str, number: int) -> str:
    return f"{number:07d}{code[-5:]}"


def number_of(code: str) -> int:
    """Tell which copy a village is of; what is said of the whole county is said of the only one."""
    return int(code[:7] or 0)


def restored(text: str, number: int) -> str:
    """Say of copy ``number`` what is said of the case itself."""
    own = re.sub(rf"\b{number:07d}(\d{{5}})\b", rf"{VILLAGES}\1", text)
    return own.replace(f"{folder(number)}/", "").replace(f"~{number}", "")
