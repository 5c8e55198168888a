"""Measure 审计报告.html with many flags: how long it takes to write, to open, to filter, to open a flag.

``python -m tests.bench.report_page outputs --flags 50000`` copies the published database of ``outputs``, multiplies
its flags and their evidence, and works with the page in headless chromium, offline.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import duckdb
from playwright.sync_api import Page, sync_playwright

from pipeline.publish.report import audit_book, figures, page, rest

# What a copy of a flag differs in: its number, its place, its amount, its fact.
_FLAG = {
    "flag_id": "left(md5(flag_id || '|' || n), 16)",
    "village_code": "village_code || n",
    "village_name": "village_name || (n % 9 + 1) || '组'",
    "root_cause": "root_cause || n",
    "amount": "cast(amount + n as decimal(18, 2))",
}
_ID = {"flag_id": _FLAG["flag_id"]}
_EVIDENCE = {**_ID, "source_file": "n || '/' || source_file"}
_CHOOSE = """
async ([name, value]) => {
  const field = document.getElementById("filters").elements[name];
  const began = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => setTimeout(done, name === "text" ? 201 : 1));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began - (name === "text" ? 200 : 0);
}
"""
_CLICK = """
async ([selector, place]) => {
  const began = performance.now();
  document.querySelectorAll(selector)[place].click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}
"""


def grow(database: Path, wanted: int) -> tuple[int, int]:
    """Multiply the flags of ``database`` to at least ``wanted``; return how many flags and rows of evidence."""
    with duckdb.connect(str(database)) as con:
        [(present,)] = con.execute("select count(*) from result.flag").fetchall()
        con.execute(f"create temp table copies as select unnest(range(1, {-(-wanted // present)})) as n")
        for table, changed in (
            ("result.flag", _FLAG),
            ("result.flag_evidence", _EVIDENCE),
            ("core.flag_period", _ID),
        ):
            con.execute(f"create temp table before as from {table}")
            names = [row[0] for row in con.execute("describe before").fetchall()]
            columns = ", ".join(changed.get(name, f'"{name}"') for name in names)
            con.execute(f"insert into {table} select {columns} from before, copies")
            con.execute("drop table before")
        [counts] = con.execute(
            "select (select count(*) from audit.flag), (select count(*) from audit.flag_evidence)"
        ).fetchall()
        return counts[0], counts[1]


def work(tab: Page, path: Path) -> dict[str, float]:
    """Open the page and use it; give milliseconds by what was done."""
    began = time.perf_counter()
    tab.goto(path.as_uri(), wait_until="commit")
    tab.wait_for_selector("h1")
    took = {"首屏": (time.perf_counter() - began) * 1000}
    tab.wait_for_selector("#table tbody td.said", timeout=120_000)
    took["疑点表可用"] = (time.perf_counter() - began) * 1000
    for label, name, value in (
        ("全文查找（首次）", "text", "支付"),
        ("全文查找（再次）", "text", "合作社"),
        ("清空查找", "text", ""),
        ("按级别筛选", "level", "高"),
        ("按乡镇筛选", "township", "第3乡"),
        ("按金额筛选", "least", "5000"),
    ):
        took[label] = tab.evaluate(_CHOOSE, [name, value])
    tab.evaluate(_CHOOSE, ["level", ""])
    tab.evaluate(_CHOOSE, ["least", ""])
    tab.evaluate(_CHOOSE, ["township", ""])
    for label, selector, place in (
        ("按金额排序", "#table thead th.money", 0),
        ("按村名排序", "#table thead th", 3),
        ("翻页", ".dt-paging-button.next", 0),
        ("打开一条疑点（首次，读入证据）", "#table tbody td.said", 0),
        ("打开另一条疑点", "#table tbody td.said", 3),
    ):
        took[label] = tab.evaluate(_CLICK, [selector, place])
    return took


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--flags", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database, target = Path(folder) / "cunzhang.duckdb", Path(folder) / "审计报告.html"
        shutil.copyfile(asked.outputs / "cunzhang.duckdb", database)
        flags, evidence = grow(database, asked.flags)
        with duckdb.connect(str(database), read_only=True) as con:
            content, told = audit_book.read(con), rest.read(con)
            head = figures.read(con, asked.outputs / "batches")
            took: dict[str, list[float]] = {}
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for _ in range(asked.times):
                began = time.perf_counter()
                page.write(target, head, content, told)
                took.setdefault("写成网页", []).append((time.perf_counter() - began) * 1000)
                tab = browser.new_context(offline=True).new_page()
                for label, milliseconds in work(tab, target).items():
                    took.setdefault(label, []).append(milliseconds)
                tab.close()
        size = target.stat().st_size / 1_000_000
    print(
        f"{flags:,} 条疑点，{evidence:,} 行证据，文件 {size:.1f} MB；{asked.times} 次中最快和最慢（毫秒）\n"
    )
    print("| 步骤 | 最快 | 最慢 |\n|---|---:|---:|")
    for label, times in took.items():
        print(f"| {label} | {min(times):,.0f} | {max(times):,.0f} |")


if __name__ == "__main__":
    main()
