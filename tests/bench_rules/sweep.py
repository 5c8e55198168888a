"""Ask what the rules would find if every threshold that is not law were a fifth lower or higher."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from pipeline.demo.places import COUNTY
from tests.bench_rules.night import again
from tests.bench_rules.score import Tally, score

# County policy, calendars and arithmetic: to shift these is to ask another question. So it is with law.
FIXED = (
    "service_fund_", "cadre_", "reinvest_", "chart_year", "tolerance", "red_share_", "budget_", "yield_z_scale",
    "outlier_z_scale", "star_", "contract_variation", "coop_report_due_months", "prevalence_", "dividend_due_months",
    "office_",
)  # fmt: skip
_LAW = re.compile(r"第 ?[\d、]+ ?条")


def thresholds(database: Path, factor: Decimal) -> dict[str, str]:
    """Give every threshold times ``factor``: whole numbers stay whole, and at least 1."""
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            "select name, default_value, coalesce(source, '') from meta.parameter_default order by name"
        ).fetchall()
    found = {}
    for name, text, source in rows:
        try:
            value = Decimal(text)
        except (InvalidOperation, TypeError):
            continue
        if value == 0 or name.startswith(FIXED) or _LAW.search(source):
            continue
        shifted = value * factor
        if value == value.to_integral_value():
            shifted = max(shifted.quantize(Decimal(1), ROUND_HALF_UP), Decimal(1))
        found[name] = f"{shifted.normalize():f}"
    return found


def sweep(
    folder: Path, labels: Sequence[dict[str, Any]], as_of: date, workers: int, usual: dict[str, Tally],
    hinting: Collection[str] = (),
) -> str:  # fmt: skip
    """Run the rules again on the county in ``folder`` with shifted thresholds; writes what changes as Markdown."""
    lines = ["| 规则 | −20%：命中 / 误报 | 默认：命中 / 误报 | +20%：命中 / 误报 |", "|---|---|---|---|"]
    results = []
    for factor in (Decimal("0.8"), Decimal("1.2")):
        hand_in(
            folder / "inputs" / "县农经站" / "参数试验.xlsx",
            thresholds(folder / "outputs" / "cunzhang.duckdb", factor),
        )
        results.append(score(labels, again(folder, as_of, workers), hinting)[0])
    for rule_id, tally in usual.items():
        shown = [_counts(each.get(rule_id)) for each in (results[0], usual, results[1])]
        if len(set(shown)) > 1:
            lines.append(f"| {rule_id}（埋设 {tally.planted}） | {shown[0]} | {shown[1]} | {shown[2]} |")
    return "\n".join(lines)


def _counts(tally: Tally | None) -> str:
    return f"{tally.found} / {len(tally.alarms)}" if tally else "0 / 0"


def hand_in(path: Path, values: dict[str, str]) -> None:
    """Write a parameter table for the whole county."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2025, 1, 1)})
        page = book.add_worksheet("政策参数表")
        page.write_row(0, 0, ("政策参数表",))
        page.write_row(1, 0, ("参数", "适用范围", "生效日期", "取值", "依据"))
        for line, (name, value) in enumerate(values.items(), start=2):
            page.write_row(line, 0, (name, COUNTY, "2021-01-01", value, "参数试验"))
