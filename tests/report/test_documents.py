"""Documents tell the flag's facts, evidence and basis, leave open what the inspector finds, and name no culprit."""

from __future__ import annotations

from pathlib import Path

import docx
import duckdb
import pytest

from pipeline.errors import WrongSettings
from pipeline.publish import documents
from pipeline.publish.documents import About
from tests.e2e.night import cunzhang
from tests.report import jishou
from tests.report.jishou import query

TO_FILL_IN = ("查实金额", "责任人", "处理意见")


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(jishou.outputs() / "cunzhang.duckdb"), read_only=True)


def told(path: Path) -> tuple[str, list[list[str]]]:
    """Give all texts of a document, and the lines of its tables."""
    file = docx.Document(str(path))
    rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    return "\n".join([*(one.text for one in file.paragraphs), *("\n".join(row) for row in rows)]), rows


@pytest.mark.parametrize("kind", [paper.name for paper in documents.papers.PAPERS])
def test_a_villages_document_tells_every_flag_and_its_rows(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str
) -> None:
    made = documents.document(con, tmp_path, kind, About(village="太平乡/司马村"))
    assert made.name == f"{kind}-太平乡-司马村.docx"
    made.write(tmp_path / made.name)
    whole, rows = told(tmp_path / made.name)
    flags = query("select message, next_check from audit.flag where village_name = '司马村'")
    assert len(flags) == 2
    for message, _ in flags:
        assert message in whole
    places = [f"{row[-1]}" for row in rows if row[-1].startswith("示例-吉首试点/太平乡/司马村/")]
    evidence = query(
        "select distinct source_file || '　' || source_sheet || '　第 ' || source_row || ' 行' from audit.flag_evidence"
        " join audit.flag using (flag_id) where village_name = '司马村'"
    )
    assert sorted({one for (one,) in evidence}) == sorted(set(places))
    [(total,)] = query("select flag_amount from audit.village_profile where village_name = '司马村'")
    assert (f"{total:,.2f}" in whole) == (kind != "谈话提纲")
    assert ["200,000.00"] in [row[2:3] for row in rows]
    assert "着落村" not in whole
    assert "签字" in whole
    # What the inspector is to find stands empty, and is asked for once a fact.
    asked = [row[1] for row in rows if row[0].startswith(TO_FILL_IN) and len(row) == 2]
    assert asked == ([] if kind == "谈话提纲" else [""] * 3 * len(flags))


def test_an_inspector_gets_the_document_of_a_flag_and_keeps_what_he_wrote() -> None:
    [(flag, message)] = query(
        "select flag_id, message from audit.flag where rule_id = 'DU02' and village_name = '司马村'"
    )
    asked = ("document", "--outputs", jishou.outputs(), "--kind", "核查报告", "--flag", flag)
    done = cunzhang(*asked)
    assert done.code == 0, done.out
    path = jishou.outputs() / "reports" / "文书" / f"核查报告-太平乡-司马村-DU02-{flag[-6:]}.docx"
    assert str(path) in done.out
    whole, _ = told(path)
    assert message in whole
    assert flag in whole
    assert "由个人名义登记" not in whole
    again = cunzhang(*asked)
    assert again.code == 2
    assert "没有覆盖" in again.out


def test_what_is_not_known_is_refused(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for kind, about in (
        ("判决书", About(village="司马村")),
        ("取证单", About()),
        ("整改台账", About(flag="没有")),
        ("取证单", About(flag="没有")),
        ("取证单", About(village="丁村")),
    ):
        with pytest.raises(WrongSettings):
            documents.document(con, tmp_path, kind, about)
