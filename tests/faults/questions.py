"""Ask of an outputs folder what an inspector may rely on, without the program's own eyes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import duckdb

# When a batch was made says nothing of what it holds.
TIMES = ("started_at", "received_at")
KNOWN = ("archive", "batches", "cunzhang.duckdb", "feedback", "reports", "state")
STATE = ("cunzhang.log", "feedback.json", "last_run.json", "personal.key", "run.lock", "warehouse.duckdb")

# What every night writes, and 批次.json therefore knows.
ALWAYS = {"reports/审计报告.html", "reports/审计报告.xlsx", "reports/核查清单.xlsx", "feedback/反馈汇总.xlsx"}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifests(outputs: Path) -> list[dict]:
    found = [json.loads(path.read_bytes()) for path in outputs.glob("batches/*.json")]
    return sorted(found, key=lambda one: one["sequence"])


def content(database: Path) -> dict[str, str]:
    """Give a hash of the rows of every table, but for the times; the views follow from them."""
    found = {}
    with duckdb.connect(str(database), read_only=True) as con:
        columns = con.execute(
            "select format('{}.\"{}\"', schema_name, table_name), list(column_name order by column_index)"
            " from duckdb_columns() semi join duckdb_tables() using (schema_name, table_name) group by all"
        ).fetchall()
        for name, names in columns:
            chosen = ", ".join(f'"{column}"' for column in names if column not in TIMES)
            row = con.execute(f"select count(*), bit_xor(hash(r)) from (select {chosen} from {name}) as r")
            found[name] = str(row.fetchall()[0])
    return found


def broken(outputs: Path) -> list[str]:
    """List what is not as a night that ended leaves it; the program's `verify` has to say so too."""
    wrong = []
    chain = manifests(outputs)
    if not chain:
        return ["no manifest"]
    database = outputs / "cunzhang.duckdb"
    if not database.exists() or sha256(database) != chain[-1]["database"]["sha256"]:
        wrong.append("publication is not the last manifest's")
    if database.with_name("cunzhang.duckdb.wal").exists():
        wrong.append("a log beside the publication")
    named = {one["sha256"] for each in chain for one in [*each["submissions"], *each["adopted"]]}
    kept = {path.name for path in outputs.glob("archive/*/*") if not path.name.startswith(".")}
    wrong += [f"{len(kept - named)} originals in no manifest"] if kept - named else []
    wrong += [f"{len(named - kept)} originals missing"] if named - kept else []
    if not (outputs / "state" / "warehouse.duckdb").exists():
        wrong.append("no warehouse")
    return wrong + _reports(outputs, chain[-1])


def _reports(outputs: Path, last: dict) -> list[str]:
    index = outputs / "reports" / "批次.json"
    if not index.exists():
        return ["no 批次.json"]
    wrong = []
    entries = json.loads(index.read_bytes())
    if ALWAYS - entries.keys():
        wrong.append("reports or feedback that 批次.json does not know")
    for name, entry in entries.items():
        path = outputs / name
        if entry["holds_for"] != last["batch_id"]:
            wrong.append(f"{name} is not known to hold for the last batch")
        if not path.exists() or sha256(path) != entry["sha256"]:
            wrong.append(f"{name} is not what 批次.json says")
    page = outputs / "reports" / "审计报告.html"
    if not page.exists() or last["sha256"] not in page.read_text(encoding="utf-8"):
        wrong.append("the page does not name the last batch's hash")
    book = outputs / "reports" / "审计报告.xlsx"
    if not book.exists() or last["sha256"] not in _texts(book):
        wrong.append("the workbook does not name the last batch's hash")
    return wrong


def _texts(book: Path) -> str:
    with zipfile.ZipFile(book) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def litter(outputs: Path) -> list[str]:
    """List what a night that ended does not leave."""
    found = [path.name for path in outputs.iterdir() if path.name not in KNOWN]
    found += [path.name for path in (outputs / "state").iterdir() if path.name not in STATE]
    found += [path.name for path in outputs.rglob(".*")]
    return [name for name in found if name != ".gitkeep"]
