"""Run the night of a seed, and ask whether it published, accounted for every file and left the other sheets alone."""

from __future__ import annotations

import contextlib
import json
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from pipeline import nightly
from pipeline.files.inbox import readable_name
from tests.e2e.night import Night, cunzhang
from tests.fuzz import county

# Reports, feedback and `verify` are a third of a night: every tenth has them.
WHOLE = 10
# What follows from where a sheet stands; the file's name may tell whose money it is about (专项资金).
_PLACE = ("row_id", "submission_id", "slice_id", "source_file", "source_sheet", "fund", "supplied")
Rows = list[dict[str, Any]]


@dataclass
class Result:
    """What came of the night of one seed."""

    seed: int
    odd: int
    files: int
    code: int
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> dict[str, object]:
        return asdict(self)


class Bench:
    """What sheets without anything odd load as, where nothing odd stands beside them; and a place for nights."""

    def __init__(self) -> None:
        self._alone: dict[str, Rows] = {}

    def trial(self, seed: int, folder: Path) -> Result:
        """Run the night of ``seed`` in ``folder``, which is empty."""
        began = time.monotonic()
        self._alone = self._alone or _alone()
        result = self._night(Night(folder, reports=True), seed)
        result.seconds = round(time.monotonic() - began, 1)
        return result

    def _night(self, night: Night, seed: int) -> Result:
        count, beside = county.hand_in(night, seed)
        handed_in = sorted(
            readable_name(p.relative_to(night.inputs).as_posix())
            for p in night.inputs.rglob("*")
            if p.is_file()
        )
        result = Result(seed, count, len(handed_in), -1)
        say = result.violations.append
        try:
            outcome = _run(night, whole=seed % WHOLE == 0)
        except Exception:
            say(traceback.format_exc(limit=-3))
            return result
        result.code = outcome.code
        if outcome.code != 0 or "Traceback" in outcome.out or "程序故障" in outcome.out:
            say(f"the night ends with {outcome.code}: {_cause(night) or outcome.out.strip()[-400:]}")
        if not night.database.exists():
            return result
        [(faults,)] = night.query("select faults from meta.batch")
        result.violations += [f"程序故障: {one}" for one in json.loads(faults)]
        read = sorted(path for (path,) in night.query("select source_file from meta.submission"))
        if read != handed_in:
            say(f"files unlike submissions: {sorted(set(handed_in) ^ set(read)) or read}")
        for (sheet,) in night.query(
            "select source_file || ' ' || sheet from meta.sheet"
            " where rows_read <> rows_loaded + rows_rejected + rows_skipped"
            " or money_read <> money_loaded + money_rejected + money_unread"
        ):
            say(f"rows or money unaccounted for: {sheet}")
        for sheet, kind in beside.items():
            if (rows := _rows(night, kind, sheet)) != self._alone[kind]:
                say(
                    f"{sheet} loads {len(rows)} rows other than without what is odd ({len(self._alone[kind])})"
                )
        return result


def _run(night: Night, *, whole: bool) -> Any:
    with contextlib.ExitStack() as left_out:
        if not whole:
            for step in ("_write_reports", "_give_feedback"):
                left_out.enter_context(mock.patch.object(nightly, step))
        outcome = night.run()
    if whole and outcome.code == 0:
        told = cunzhang("verify", "--outputs", str(night.outputs))
        return outcome if told.code == 0 else told
    return outcome


def _cause(night: Night) -> str:
    """Give the last lines of what the log says of errors."""
    log = night.outputs / "state" / "cunzhang.log"
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return said[said.rfind(" ERROR ") :].strip()[-600:] if " ERROR " in said else ""


def _alone() -> dict[str, Rows]:
    kinds = county.clean_kinds()
    with TemporaryDirectory(prefix="fuzz_alone_") as folder:
        night = Night(Path(folder))
        night.register()
        night.book("综合/全部.xlsx", {kind.title: county.clean(kind) for kind in kinds})
        night.publish()
        return {kind.name: _rows(night, kind.name, kind.title) for kind in kinds}


def _rows(night: Night, kind: str, sheet: str) -> Rows:
    """Read the rows of a sheet that stand, unmasked."""
    found = night.whole(
        f"select * from ledger.\"{kind}\" where source_sheet = '{sheet}' order by source_row, row_id"
    )
    return [{name: value for name, value in row.items() if name not in _PLACE} for row in found]
