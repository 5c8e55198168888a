"""Outputs folders that earlier versions wrote: the next night goes on from them and loses nothing."""

from __future__ import annotations

import shutil
import tarfile
from datetime import date
from pathlib import Path

import pytest

from tests.e2e.night import Night, cash_book, cunzhang
from tests.earlier import make

KEPT = sorted(Path(make.__file__).parent.glob("*.tar.xz"))
NEXT = "2026-11-30"


@pytest.fixture(scope="module", params=KEPT, ids=lambda path: path.name.partition(".")[0])
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The folders as that version left them."""
    folder = tmp_path_factory.mktemp("earlier")
    with tarfile.open(request.param) as packed:
        packed.extractall(folder, filter="data")
    return Night(folder, reports=True)


@pytest.fixture(scope="module")
def night(before: Night) -> Night:
    """The next night, with one book more."""
    assert cunzhang("verify", "--outputs", before.outputs).code == 0
    before.book(
        "西渠村/4月现金.xlsx",
        {
            "现金日记账": cash_book(
                "西渠村", "2024年4月", [(date(2024, 4, 2), "记-1", "报销电费", None, 120, "赵六")]
            )
        },
    )
    outcome = before.run(as_of=NEXT)
    assert outcome.code == 0, outcome.out
    assert "程序故障" not in outcome.out
    assert "较早版本的程序写的（数据格式 1），已转为格式 2" in outcome.out
    assert "较早版本" not in before.run(as_of=NEXT).out
    return before


def test_the_chain_of_batches_goes_on(night: Night) -> None:
    assert [row[0] for row in night.query("select batch_id from meta.batch order by all")] == [
        "20261122-0001",
        "20261123-0002",
        "20261130-0003",
    ]
    checked = cunzhang("verify", "--outputs", night.outputs)
    assert checked.code == 0, checked.out


def test_what_was_restated_stands_in_the_history(night: Night) -> None:
    paid = "select {} from {}.cash_entry where voucher_no = '记-2' order by all"
    assert night.query(paid.format("expense", "ledger")) == [(3300,)]
    versions = night.query(paid.format("expense, superseded_by = ''", "history"))
    assert versions == [(3000, False), (3300, True)]


def test_a_conclusion_stays_with_its_flag(night: Night) -> None:
    said = night.query(
        "select distinct village_name, status from audit.flag where rule_id = 'DU02' order by all"
    )
    assert said == [(make.RESTATED, "待核"), (make.CONCLUDED, "属实")]
    seen = night.query(
        "select first_seen, last_seen from audit.flag where village_name = ? and rule_id = 'DU01'",
        make.MISSING,
    )
    assert seen == [(date(2026, 11, 22), date.fromisoformat(NEXT))]


def test_every_table_of_this_version_is_there(night: Night, tmp_path: Path) -> None:
    fresh = Night(tmp_path)
    fresh.register()
    fresh.publish(as_of=NEXT)
    columns = (
        "select table_schema, table_name, column_name, data_type from information_schema.columns order by all"
    )
    assert night.query(columns) == fresh.query(columns)


def test_the_new_book_is_read_and_the_numbers_stay_masked_as_they_were(night: Night) -> None:
    assert night.query(
        "select expense from ledger.cash_entry where voucher_no = '记-1' and village_name = '西渠村'"
    )
    accounts = night.query("select distinct payee_account from ledger.dividend")
    assert len(accounts) == 1
    assert str(accounts[0][0]).endswith("****0018")


def test_without_its_state_the_earlier_programs_outputs_are_rebuilt_from_what_it_archived(
    tmp_path: Path,
) -> None:
    with tarfile.open(KEPT[0]) as packed:
        packed.extractall(tmp_path, filter="data")
    night = Night(tmp_path, reports=True)
    shutil.rmtree(night.outputs / "state")
    night.publish(as_of=NEXT)
    said = "select village_name, status from audit.flag where rule_id = 'DU02' order by all"
    assert night.query(said) == [(make.RESTATED, "待核"), (make.CONCLUDED, "属实")]
    seen = "select distinct first_seen from audit.flag where rule_id in ('DU01', 'DU02')"
    assert night.query(seen) == [(date(2026, 11, 22),)]
    versions = night.query(
        "select expense, superseded_by = '' from history.cash_entry where voucher_no = '记-2' order by all"
    )
    assert versions == [(3000, False), (3300, True)]
    assert cunzhang("verify", "--outputs", night.outputs).code == 0
