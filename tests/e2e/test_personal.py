"""Numbers of persons never leave the state and the archive whole, and can still be joined and counted."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from stdnum.cn import ric

from schemas import ledgers
from tests.e2e.night import Night, cash_book, cunzhang

ID, OTHER_ID = "640181197001011234", "640181198203054321"
ID, OTHER_ID = (number[:17] + ric.calc_check_digit(number[:17]) for number in (ID, OTHER_ID))
CARD, SHORT = "6228480402564890018", "290184196803"
PHONE = "13895012345"
INVOICE, CREDIT, VILLAGE = "25642606281078312157", "91640181MA76D2PL5B", "640181101201"
# As long as accounts and id cards are, and as a mobile number: only their columns tell that they are papers'.
PAPER, PROJECT, RECEIPT = "04300190011112345678", "640181202400000123", "13912300456"
ROSTER = ("姓名", "职务", "身份证号", "银行账号", "联系电话")
MASK = r"[a-z]{6}\*{4}[0-9A-Z]{4}"
LONG = re.compile(r"(?<![0-9A-Za-z.])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])")


def county(night: Night) -> None:
    """An official paid on an account that the cash book and the summary name too."""
    night.book(
        "东滩村/村干部花名册.xlsx",
        {
            "花名册": [
                ("东滩村村干部花名册",),
                ROSTER,
                (
                    "王建国",
                    "村主任",
                    ID,
                    f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
                    PHONE,
                ),
                ("李秀英", "会计", OTHER_ID, SHORT, "0951-4012345"),
            ]
        },
    )
    rows = cash_book(
        "东滩村",
        "2024年3月",
        [
            ("2024-03-01", "记-1", "收到拨款", 90000, None, "李秀英", None, None, None),
            ("2024-03-05", "记-2", f"付王建国{ID}误工费", None, 30000, "李秀英", "王建国", CARD, INVOICE),
            (
                "2024-03-06",
                "记-3",
                f"电话 {PHONE} 联系，{CREDIT}",
                None,
                20000,
                "李秀英",
                "李秀英",
                SHORT,
                "7788",
            ),
            ("2024-03-07", "记-4", f"购地图 {PAPER}", None, 1234.56, "李秀英", "图社", None, PAPER, PROJECT),
            ("2024-03-08", "记-5", f"{PROJECT} 尾款 {RECEIPT}", None, 7, "李秀英", "李秀英", "现金", RECEIPT),
        ],
    )
    header = (*rows[2], "对方单位", "收款账号", "票据号", "项目编号")
    night.book("东滩村/现金日记账.xlsx", {"3月": [*rows[:2], header, *rows[3:]]})
    rows = cash_book(
        "西渠村",
        "2024年3月",
        [("2024-03-05", "记-1", "误工费", None, 300, "马兰", "王建国", f"{CARD[:4]}-{CARD[4:]}")],
    )
    header = (*rows[2], "对方单位", "收款账号")
    night.book("西渠村/现金日记账.xlsx", {"3月": [*rows[:2], header, *rows[3:]]})


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Night:
    night = Night(tmp_path_factory.mktemp("told"), reports=True)
    night.register()
    county(night)
    night.publish()
    return night


@pytest.fixture
def own(told: Night, tmp_path: Path) -> Night:
    """A copy of the county that one test may change."""
    return replace(told.copied(tmp_path / "copy"), reports=False)


def everything(night: Night) -> Iterator[tuple[str, str]]:
    """Give the text of all that is published but the copies that go back to the officers, piece by piece."""
    with duckdb.connect(str(night.database), read_only=True) as con:
        for schema, name in con.execute(
            "select schema_name, table_name from duckdb_tables() union all"
            " select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall():
            for row in con.execute(f'select * from "{schema}"."{name}"').fetchall():
                yield f"{schema}.{name}", "\t".join(map(str, row))
    kept = {"archive", "state", "feedback"}
    paths = [
        path for path in night.outputs.rglob("*") if path.relative_to(night.outputs).parts[0] not in kept
    ]
    for path in sorted([*paths, night.outputs / "feedback" / "反馈汇总.xlsx"]):
        if not path.is_file() or path == night.database:
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("utf-8", "replace")
        else:
            yield path.name, path.read_bytes().decode("utf-8", "replace")


def whole(night: Night) -> set[str]:
    """List the personal numbers that the warehouse knows, as officers wrote them."""
    found: set[str] = set()
    with duckdb.connect(str(night.outputs / "state" / "warehouse.duckdb"), read_only=True) as con:
        for ledger in ledgers().values():
            for field in ledger.fields:
                if field.personal:
                    rows = con.execute(
                        f'select distinct "{field.name}" from history."{ledger.name}"'
                    ).fetchall()
                    found |= {str(value) for (value,) in rows if value and len(re.sub(r"\D", "", value)) > 8}
    return found


def leaks(night: Night) -> list[tuple[str, str]]:
    numbers = whole(night)
    assert numbers
    either = re.compile("|".join(map(re.escape, sorted(numbers, key=len, reverse=True))))
    found = []
    for place, text in everything(night):
        found += [(place, one) for one in either.findall(text)]
        looks = [one for one in LONG.findall(text) if len(one) == 11 or ric.is_valid(one.upper())]
        found += [(place, one) for one in looks if one != RECEIPT]
    return found


def test_nothing_published_holds_a_persons_number(told: Night) -> None:
    assert whole(told) >= {ID, OTHER_ID, SHORT, PHONE}
    assert leaks(told) == []


def columns(path: Path) -> dict[str, Counter[object]]:
    """Give every column of every table with its values and how often each occurs."""
    with duckdb.connect(str(path), read_only=True) as con:
        return {
            f"{schema}.{table}.{name}": Counter(
                v for (v,) in con.execute(f'select "{name}" from {schema}."{table}"').fetchall()
            )
            for schema, table, name in con.execute(
                "select schema_name, table_name, column_name from duckdb_columns()"
                " join duckdb_tables() using (schema_name, table_name) where not duckdb_columns.internal"
            ).fetchall()
        }


@pytest.mark.heavy
def test_a_synthetic_county_leaks_nothing_and_nothing_but_persons_numbers_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cunzhang("demo", "--villages", "2", "--months", "6", "--seed", "5", "--out", tmp_path)
    assert made.code == 0, made.out
    night = Night(tmp_path, reports=True)
    monkeypatch.setenv("CUNZHANG_UNMASKED_FOR", "比对")
    night.publish()
    numbers = whole(night)
    assert len(numbers) > 20
    assert leaks(night) == []
    either = re.compile("|".join(map(re.escape, sorted(numbers, key=len, reverse=True))))
    shown, written = columns(night.database), columns(night.outputs / "state" / "cunzhang-unmasked.duckdb")
    assert shown.keys() == written.keys()
    changed = {name for name in shown if shown[name] != written[name]}
    assert {"ledger.official.phone", "ledger.allowance.id_no", "core.payment.counterparty_account"} <= changed
    for name in changed:
        for value in written[name] - shown[name]:
            assert either.search(str(value)), (name, value)
        assert all(re.search(MASK, str(value)) for value in shown[name] - written[name]), name


def test_what_is_asked_for_later_holds_no_persons_number_either(own: Night) -> None:
    for asked in (
        ("report", "--village", "东滩村", "--outputs", own.outputs),
        ("sample", "--tolerable", "1000", "--out", own.outputs / "抽查.xlsx", "--outputs", own.outputs),
        ("template", "--all", "--out", own.outputs / "templates"),
    ):
        done = cunzhang(*asked)
        assert done.code == 0, done.out
        assert not re.search("|".join(whole(own)), done.out)
    assert leaks(own) == []


def test_masked_numbers_keep_four_digits_and_join_across_spellings(told: Night) -> None:
    ((id_no, account, phone),) = told.query(
        "select id_no, bank_account, phone from ledger.official where name = '王建国'"
    )
    assert [re.fullmatch(MASK, one) is not None for one in (id_no, account, phone)] == [True] * 3
    assert [one[-4:] for one in (id_no, account, phone)] == [ID[-4:], CARD[-4:], PHONE[-4:]]
    assert told.query(
        "select o.name, c.village_name from ledger.official as o join ledger.cash_entry as c"
        " on o.bank_account = c.counterparty_account order by all"
    ) == [("李秀英", "东滩村"), ("王建国", "东滩村"), ("王建国", "西渠村")]
    # Who holds the whole number finds it by its end.
    assert told.query(
        "select count(*) from ledger.cash_entry where counterparty_account like ?", f"%****{CARD[-4:]}"
    ) == [(2,)]
    # An inspector sees that one account is paid by two villages, however they write it.
    assert told.query(
        "select count(distinct village_code), sum(expense) from ledger.cash_entry"
        " where counterparty_account is not null group by counterparty_account having count(*) > 1"
    ) == [(2, 30300)]
    # In a text the number is the same one too.
    assert told.query(
        "select c.voucher_no from ledger.cash_entry as c join ledger.official as o"
        " on contains(c.summary, o.id_no) or contains(c.summary, o.phone) order by 1"
    ) == [("记-2",), ("记-3",)]


def test_papers_codes_and_amounts_stay_whole(told: Night) -> None:
    rows = told.query(
        "select voucher_no, document_no, project_no, expense, entry_date, summary from ledger.cash_entry"
        " where village_code = ? and expense is not null order by voucher_no",
        VILLAGE,
    )
    assert [row[:4] for row in rows] == [
        ("记-2", INVOICE, None, 30000),
        ("记-3", "7788", None, 20000),
        ("记-4", PAPER, PROJECT, Decimal("1234.56")),
        ("记-5", RECEIPT, None, 7),
    ]
    assert [row[4] for row in rows] == [date(2024, 3, day) for day in (5, 6, 7, 8)]
    assert CREDIT in rows[1][5]
    assert [row[5] for row in rows[2:]] == [f"购地图 {PAPER}", f"{PROJECT} 尾款 {RECEIPT}"]
    ((places,),) = told.query(
        "select list(distinct source_file || source_sheet) from ledger.cash_entry where village_code = ?",
        VILLAGE,
    )
    assert places == ["东滩村/现金日记账.xlsx3月"]
    with duckdb.connect(str(told.outputs / "state" / "warehouse.duckdb"), read_only=True) as con:
        ids = con.execute("select row_id, slice_id from ledger.cash_entry order by 1").fetchall()
    assert told.query("select row_id, slice_id from ledger.cash_entry order by 1") == ids


MASKS = "select name, id_no, bank_account from ledger.official order by 1"


@pytest.fixture(scope="module")
def next_night(told: Night, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A second night: a book with a person's number among its papers, one without numbers, and a roster changed."""
    night = replace(told.copied(tmp_path_factory.mktemp("next") / "copy"), reports=False)
    rows = cash_book(
        "西渠村", "2024年4月", [("2024-04-05", "记-1", "误工费", None, 300, "马兰", "李秀英", OTHER_ID)]
    )
    night.book("西渠村/4月.xlsx", {"4月": [*rows[:2], (*rows[2], "对方单位", "票据号"), *rows[3:]]})
    night.book(
        "西渠村/5月.xlsx",
        {"5月": cash_book("西渠村", "2024年5月", [("2024-05-02", "记-1", "拨款", 5, None, "张")])},
    )
    night.book(
        "东滩村/村干部花名册.xlsx",
        {
            "花名册": [
                ("东滩村村干部花名册",),
                ROSTER,
                ("王建国", "村主任", ID, CARD, "13895099999"),
                ("李秀英", "会计", OTHER_ID, SHORT, "0951-4012345"),
            ]
        },
    )
    night.publish()
    assert night.query("select count(*) from meta.batch") == [(2,)]
    return night


def test_a_number_of_a_person_in_a_column_of_papers_is_masked(next_night: Night) -> None:
    assert next_night.query(
        "select o.name from ledger.cash_entry as c join ledger.official as o on c.document_no = o.id_no"
    ) == [("李秀英",)]
    assert leaks(next_night) == []


def test_a_mask_is_the_same_every_night(told: Night, next_night: Night) -> None:
    assert next_night.query(MASKS) == told.query(MASKS)


def test_what_was_superseded_and_corrected_is_masked_too(next_night: Night) -> None:
    assert next_night.query("select count(*) from past.official where id_no is not null") == [(2,)]
    assert whole(next_night) >= {PHONE, "13895099999"}
    assert leaks(next_night) == []


def test_a_broken_key_stops_the_publication_and_keeps_the_old_one(own: Night) -> None:
    before = own.database.read_bytes()
    (own.outputs / "state" / "personal.key").write_bytes(b"short")
    outcome = own.run(as_of="2026-11-23")
    assert outcome.code == 3
    assert "遮盖密钥" in outcome.out
    assert own.database.read_bytes() == before


def test_whole_numbers_are_published_apart_for_a_named_purpose_only(
    own: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = own.outputs / "state" / "cunzhang-unmasked.duckdb"
    assert not apart.exists()
    monkeypatch.setenv("CUNZHANG_UNMASKED_FOR", "县纪委核查东滩村疑点")
    # Nothing new was handed in: being asked is enough.
    own.publish()
    with duckdb.connect(str(apart), read_only=True) as con:
        assert con.execute("select id_no from ledger.official where name = '王建国'").fetchall() == [(ID,)]
        assert con.execute("select count(*) from audit.flag").fetchall() == own.query(
            "select count(*) from audit.flag"
        )
    assert leaks(own) == []
    latest = max((own.outputs / "batches").glob("*.json"))
    content = json.loads(latest.read_text("utf-8"))
    assert content["unmasked"]["purpose"] == "县纪委核查东滩村疑点"
    assert content["unmasked"]["file"] == apart.name
    assert stat.S_IMODE(apart.stat().st_mode) == 0o600
    monkeypatch.delenv("CUNZHANG_UNMASKED_FOR")
    own.publish()
    assert not apart.exists()
    assert "unmasked" not in json.loads(max((own.outputs / "batches").glob("*.json")).read_text("utf-8"))
