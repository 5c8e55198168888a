"""The scorer tells what is read from what is not, and from what is read wrongly; the drawn sheets hold true."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.bench_reading import arithmetic, definitions, figures, forms, loo, pairs, report, run, score
from tests.bench_reading.definitions import Term, whole
from tests.bench_reading.facts import rows_of
from tests.bench_reading.forms import TITLED, Sheet
from tests.bench_reading.paper import Paper
from tests.bench_reading.reader import LOADED, SENT_BACK, Reading, Said, Table, read
from tests.bench_reading.rewrite.bases import Base
from tests.bench_reading.rewrite.change import Change
from tests.bench_reading.rewrite.compare import compare
from tests.bench_reading.score import FOUND, MISREAD, SILENT, UNREAD, Verdict
from tests.bench_reading.thesaurus import Thesaurus

LEDGERS = {ledger.name: ledger for ledger in whole().ledgers}
BOOK = forms.draw(LEDGERS["cash_entry"], TITLED, "summary", {("summary", ""): "节录"}, "test")
PLACES = {name: at for at, column in enumerate(BOOK.columns) for name in column.fields}
Rows = dict[int, dict[str, str]]


def true_rows(sheet: Sheet = BOOK) -> Rows:
    return {number: dict(row) for number, row in sheet.rows.items()}


def reading(
    rows: Rows, *, said: int | None = None, kind: str = "cash_entry", aside: Mapping[int, str] | None = None
) -> Reading:
    """A made-up reading; ``said`` is a column something was said about."""
    columns = {at: name for name, at in PLACES.items()}
    table = Table("账", LOADED, kind, rows, aside or {}, {}, columns, {}, BOOK.header_row)
    return Reading((table,), () if said is None else (Said("H01", "账", BOOK.header_row - 1, said, ""),))


def judged(rows: Rows, target: str = "summary", **options: object) -> Verdict:
    return score.judge(BOOK, reading(rows, **options), (target,))  # type: ignore[arg-type]


def test_the_truth_itself_is_found() -> None:
    assert judged(true_rows()) == Verdict(FOUND)


def test_a_column_left_unread_is_told_from_one_lost() -> None:
    rows = {number: {n: v for n, v in row.items() if n != "summary"} for number, row in true_rows().items()}
    assert judged(rows, said=PLACES["summary"]).outcome == UNREAD
    assert judged(rows).outcome == SILENT


def test_the_title_in_place_of_a_column_is_misread() -> None:
    rows = {number: row | {"summary": str(BOOK.paper.rows[0][0])} for number, row in true_rows().items()}
    verdict = judged(rows, said=PLACES["summary"])
    assert (verdict.outcome, verdict.group) == (MISREAD, "别的列的值")
    # With the column not taken for anything, its value can only come from the title.
    table = Table("账", LOADED, "cash_entry", rows, {}, {}, {}, {}, BOOK.header_row)
    assert score.judge(BOOK, Reading((table,), ()), ()).group == "标题代替了列"


def test_income_and_expense_exchanged_are_misread() -> None:
    rows = true_rows()
    for row in rows.values():
        sides = {"income": row.pop("expense", ""), "expense": row.pop("income", "")}
        row |= {name: value for name, value in sides.items() if value}
    verdict = judged(rows)
    assert (verdict.outcome, verdict.group) == (MISREAD, "放进别的字段")


def test_another_kind_and_a_row_that_is_no_data_are_misread() -> None:
    assert judged(true_rows(), kind="bank_line").group == "别的表种"
    assert judged(true_rows() | {2: {"summary": "单位：元"}}).group == "别的行"


def test_a_sheet_sent_back_is_unread_and_one_that_vanishes_is_lost() -> None:
    back = Table("账", SENT_BACK, "", {}, dict.fromkeys(BOOK.rows, "退回"), {}, {}, {}, 0)
    assert score.judge(BOOK, Reading((back,), (Said("S04", "账", 2, 0, ""),)), ("summary",)).outcome == UNREAD
    assert score.judge(BOOK, Reading((), ()), ("summary",)).outcome == SILENT


def test_a_row_set_aside_is_unread_and_one_that_vanishes_is_lost() -> None:
    rows = true_rows()
    number, _ = rows.popitem()
    assert judged(rows, aside={number: "缺摘要"}).outcome == UNREAD
    assert judged(rows).outcome == SILENT


def test_what_the_title_says_may_stand_where_no_column_could_hold_it() -> None:
    village = BOOK.rows[BOOK.header_row + 1].get("village_name", "") or str(BOOK.path.split("/")[1])
    rows = {number: row | {"village_name": village} for number, row in true_rows().items()}
    assert judged(rows).outcome == FOUND
    assert judged({n: row | {"project_no": "1"} for n, row in true_rows().items()}).outcome == MISREAD


def rewritten(rows: Rows, change: Change | None = None) -> Verdict:
    before = reading(true_rows())
    base = Base("试", "账", BOOK.path, BOOK.paper, before, before.tables[0])
    return compare(base, change or Change.unchanged(BOOK.paper), reading(rows))


def test_a_rewritten_sheet_must_give_the_same_values_or_say_so() -> None:
    rows = true_rows()
    assert rewritten(rows).outcome == FOUND
    number = max(rows)
    assert rewritten({n: row for n, row in rows.items() if n != number}).outcome == SILENT
    assert rewritten(rows | {number: rows[number] | {"balance": "1.00"}}).outcome == MISREAD
    moved = Change(BOOK.paper, {i: i + 1 for i in range(len(BOOK.paper.rows))}, {j: j for j in range(9)})
    assert rewritten({n + 1: row for n, row in rows.items()}, moved).outcome == FOUND
    assert rewritten(rows, moved).outcome == MISREAD


def test_a_second_table_must_not_vanish() -> None:
    change = Change.unchanged(BOOK.paper, "旁边")
    second = Change(change.paper, change.rows, change.columns, "旁边", "purchase", {5: {"item": "水泥"}})
    assert rewritten(true_rows(), second).outcome == SILENT


@pytest.mark.parametrize("kind", LEDGERS)
def test_made_up_rows_fill_every_column(kind: str) -> None:
    rows = rows_of(LEDGERS[kind], Random(1))
    assert 5 <= len(rows) <= 24
    required = [f.name for f in LEDGERS[kind].fields if f.required]
    assert all(row[name] for row in rows for name in required)


def test_made_up_rows_hold_their_arithmetic() -> None:
    def money(row: Mapping[str, str], name: str) -> Decimal:
        return Decimal(row[name] or 0)

    for seed in range(20):
        made = {kind: rows_of(ledger, Random(seed)) for kind, ledger in LEDGERS.items()}
        for before, row in pairwise(made["cash_entry"]):
            assert money(before, "balance") + money(row, "income") - money(row, "expense") == money(
                row, "balance"
            )
        lines = made["voucher_line"]
        assert sum(money(r, "debit") for r in lines) == sum(money(r, "credit") for r in lines)
        for row in made["account_balance"]:
            signed = [
                money(row, f"{when}_debit") - money(row, f"{when}_credit") for when in ("opening", "closing")
            ]
            assert signed[0] + money(row, "debit") - money(row, "credit") == signed[1]
        assert all(
            money(r, "quantity") * money(r, "unit_price") == money(r, "amount") for r in made["purchase"]
        )
        assert all(
            money(r, "coop_total_shares") * money(r, "ratio") == money(r, "amount")
            for r in made["share_event"]
        )
        for row in made["coop_year"]:
            assert money(row, "total_liabilities") + money(row, "total_equity") == money(row, "total_assets")
            assert money(row, "patronage_return") + money(row, "share_dividend") == money(
                row, "distributable"
            )


def test_a_word_taken_away_is_gone_and_nothing_else() -> None:
    term = Term("cash_entry", "summary", "摘要")
    left = {t.word for ledger in definitions.without(term).ledgers for t in definitions.terms(ledger) if t.field == "summary"
            and t.kind == "cash_entry"}  # fmt: skip
    all_words = {t.word for t in definitions.terms(LEDGERS["cash_entry"]) if t.field == "summary"}
    assert left == all_words - {"摘要"}
    only = definitions.without_list(Term("cash_entry", "summary", "事由"))
    kept = next(ledger for ledger in only.ledgers if ledger.name == "cash_entry").by_name["summary"]
    assert (kept.title, kept.aliases) == ("摘要", ())


@pytest.mark.parametrize(
    ("kind", "field", "word", "other"),
    [
        ("bank_line", "amount_in", "贷方发生额", "借方发生额"),
        ("bank_line", "amount_out", "支取", "存入"),
        ("cash_entry", "income", "收方", "付方"),
        ("account_balance", "closing_debit", "期末(借方)", "期末(贷方)"),
    ],
)
def test_the_other_side_is_headed_by_the_word_that_goes_with_it(
    kind: str, field: str, word: str, other: str
) -> None:
    assert list(pairs.other_side(LEDGERS[kind], Term(kind, field, word)).values()) == [other]


def test_words_are_taken_apart_and_their_parts_exchanged() -> None:
    known = Thesaurus({"借方": ["收方"], "金额": ["数额"], "额": ["数"]}, {"发生": ["出现"]})
    assert known.parts("借方发生额") == ["借方", "发生", "额"]
    assert list(known.swaps("借方金额")) == [("收方金额", False), ("借方数额", False)]
    assert list(known.swaps("借方发生额", kin=True)) == [("借方出现额", False)]


def test_with_its_lists_whole_the_product_reads_what_is_drawn() -> None:
    terms = Random(7).sample([t for ledger in whole().ledgers for t in definitions.terms(ledger)], 40)
    found = [
        score.judge(sheet, read(sheet.path, sheet.data(), whole()), loo.targets(term))
        for term in terms
        for sheet in [loo.drawn(term, TITLED)]
    ]
    assert sum(verdict.outcome == FOUND for verdict in found) >= 38
    assert not any(verdict.outcome == MISREAD for verdict in found)


def test_a_sample_can_be_asked_for_its_misreads() -> None:
    def blind(path: str, data: bytes, words: object) -> Reading:
        return Reading((), (Said("S01", "", 0, 0, ""),))

    assert run.sample_misreads(8, 3, read=blind) == []
    silent = run.run("arithmetic", set(LEDGERS), sample=8, read=lambda *_: Reading((), ()))
    assert figures.lines(silent).values()
    assert all(one.verdict.outcome == SILENT for one in silent)
    assert {case.line for case in arithmetic.cases(sorted(LEDGERS), 0, 1)} == set(arithmetic.LINES)


def test_figures_of_two_days_stand_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "FILE", tmp_path / "figures.json")
    monkeypatch.setattr(report, "DOCS", tmp_path / "benchmarks.md")
    report.DOCS.write_text("# 性能测量\n\n别的\n", "utf-8")
    found = run.run("arithmetic", set(LEDGERS), sample=4, read=lambda *_: Reading((), ()))
    for day in ("2026-11-28", "2026-12-01"):
        figures.store(day, "arithmetic", found)
        report.write(figures.load())
    text = report.DOCS.read_text("utf-8")
    assert text.count(report.BEGIN) == text.count(report.END) == 1
    assert text.startswith("# 性能测量\n\n别的\n")
    assert "| 2026-12-01 |" in text and "| 2026-11-28 |" in text


def test_a_paper_is_square() -> None:
    assert Paper("表", [["甲"], [None, "乙"]]).square() == [["甲", None], [None, "乙"]]
