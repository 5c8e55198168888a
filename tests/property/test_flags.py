"""Whatever an office does to a book between two nights, its flags keep their ids, and what was found stays with them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.e2e.night import Night, cunzhang

PATH, FIRST = "东滩村/3月.xlsx", date(2026, 11, 20)
# A life is some seconds long: one that fails is told as it is.
BRIEF = (Phase.explicit, Phase.reuse, Phase.generate)
HEADER = ("日期", "凭证号", "摘要", "收入", "支出", "对方单位", "票据类型")
CONCLUDED = "记-1"
EDITS = (
    "leave",
    "reword",
    "respell",
    "amount",
    "blur the day",
    "blur the amount",
    "invoice",
    "take out",
    "restore",
)


@dataclass(frozen=True)
class Payment:
    """One row as it stands in the book: ``shape`` is whole, blurred (can't be read) or gone."""

    voucher: str
    day: str
    amount: int
    summary: str
    payee: str
    document: str = "白条"
    shape: str = "whole"

    def edited(self, edit: str, night: int) -> Payment:
        if edit == "restore":
            return replace(self, shape="whole", document="白条")
        if self.shape == "gone":
            return self
        changes = {
            "reword": {"summary": self.summary[::-1]},
            "respell": {"payee": f"{self.payee[0]}{'三山姗叁'[night % 4]}"},
            "amount": {"amount": self.amount + night},
            "blur the day": {"shape": "no day"},
            "blur the amount": {"shape": "no amount"},
            "invoice": {"document": "发票"},
            "take out": {"shape": "gone"},
        }
        return replace(self, **changes.get(edit, {}))  # type: ignore[arg-type]

    @property
    def row(self) -> tuple[str | int | None, ...]:
        day = "月中某日" if self.shape == "no day" else self.day
        amount = f"{self.amount}多" if self.shape == "no amount" else self.amount
        return day, self.voucher, self.summary, None, amount, self.payee, self.document


# No two are alike: what can't be read of one might else be the reversal of another.
FOUR = (
    Payment("记-1", "2024-03-02", 3000, "修水渠工钱", "张三"),
    Payment("记-2", "2024-03-04", 1500, "购买水泥款", "李三"),
    Payment("记-3", "2024-03-06", 8000, "租拖拉机费", "王三"),
    Payment("记-4", "2024-03-08", 1500, "桥上木料钱", "赵三"),
)


@dataclass(frozen=True)
class Step:
    """What an office does before a night: an edit for each row, another order, blank lines, or a sheet nobody can read."""

    edits: tuple[str, ...]
    order: tuple[int, ...]
    blanks: int
    unreadable: bool


steps = st.builds(
    Step,
    edits=st.tuples(*[st.sampled_from(EDITS)] * len(FOUR)),
    order=st.permutations(range(len(FOUR))).map(tuple),
    blanks=st.integers(0, 2),
    unreadable=st.booleans().flatmap(lambda once: st.booleans() if once else st.just(value=False)),
)


@dataclass
class Told:
    """What a careful reader of all versions says of each payment's flag."""

    statuses: dict[str, str] = field(default_factory=lambda: {one.voucher: "待核" for one in FOUR})
    found_true: int = 0

    def read(self, rows: tuple[Payment, ...]) -> None:
        for one in rows:
            concluded = self.found_true if one.voucher == CONCLUDED else 0
            open_before = self.statuses[one.voucher] != "已消除"
            if one.shape == "whole" and one.document == "白条":
                status = "待核" if not concluded else "属实" if one.amount == concluded else "复核"
            elif one.shape == "whole" or not open_before:
                status = "已消除"
            elif one.shape == "gone":
                status = "复核" if concluded else "已消除"
            else:
                status = "证据待补"
            self.statuses[one.voucher] = status

    def sent_back(self, rows: tuple[Payment, ...]) -> None:
        """Nothing was read: what stood in the version before, or in none, is as it was."""
        for one in rows:
            if one.shape != "gone" and self.statuses[one.voucher] != "已消除":
                self.statuses[one.voucher] = "证据待补"


class Office:
    """One village that hands its book in, night after night."""

    def __init__(self, folder: Path, nights: int = 0) -> None:
        self.night, self.nights = Night(folder), nights

    def hand_in(self, rows: list[tuple[object, ...]]) -> None:
        self.night.book(PATH, {"账": rows})  # type: ignore[dict-item]
        self.judge()

    def judge(self) -> None:
        self.nights += 1
        self.night.publish((FIRST + timedelta(days=self.nights)).isoformat())

    @property
    def ids(self) -> dict[str, str]:
        raised = self.night.query("select subject, flag_id from audit.flag where rule_id = 'INV01'")
        return {subject.split()[1]: flag_id for subject, flag_id in raised}

    @property
    def flags(self) -> dict[str, str]:
        return dict(self.night.query("select flag_id, status from audit.flag where rule_id = 'INV01'"))


def book(rows: tuple[Payment, ...], order: tuple[int, ...], blanks: int) -> list[tuple[object, ...]]:
    """Lay the book out."""
    shown = [rows[place].row for place in order if rows[place].shape != "gone"]
    # So many more that a sheet is read whatever became of the four.
    more = [
        (f"2024-03-{10 + n}", f"记-{90 + n}", "付电费", None, 300 + n, "电力公司", "发票") for n in range(8)
    ]
    empty = [(None,) * len(HEADER)] * blanks
    return [("东滩村2024年3月集体资金收支明细账",), HEADER, *more[:4], *empty, *more[4:], *shown]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two nights with which every life begins: the book is handed in, and one flag concluded."""
    office = Office(tmp_path_factory.mktemp("begun"))
    office.night.register()
    office.hand_in(book(FOUR, (0, 1, 2, 3), 0))
    header = ("疑点编号", "核查结论", "核查说明", "核查人", "核查日期")
    line = (office.ids[CONCLUDED], "属实", "看了凭证", "张检查", FIRST)
    office.night.book("清单.xlsx", {"核查结论表": [("核查结论表",), header, line]})
    office.judge()
    return office.night.folder


def live_through(folder: Path, begun: Path, life: list[Step]) -> Night:
    """Hand the book in with every step, and compare what the flags say."""
    shutil.copytree(begun, folder, dirs_exist_ok=True)
    office, told, rows = Office(folder, nights=2), Told(), FOUR
    ids = office.ids
    assert ids.keys() == told.statuses.keys()
    told.found_true = FOUR[0].amount
    told.read(rows)
    for number, step in enumerate(life, start=1):
        if step.unreadable:
            office.hand_in([("第一格", "第二格"), (number, 2), (3, 4)])
            told.sent_back(rows)
        else:
            rows = tuple(one.edited(edit, number) for one, edit in zip(rows, step.edits, strict=True))
            office.hand_in(book(rows, step.order, step.blanks))
            told.read(rows)
        assert office.flags == {ids[voucher]: status for voucher, status in told.statuses.items()}, step
    return office.night


@given(life=st.lists(steps, min_size=3, max_size=3))
@settings(max_examples=1, deadline=None, phases=BRIEF)
def test_flags_keep_their_ids_and_say_no_more_than_was_read(begun: Path, life: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live_through(Path(folder), begun, life)


@pytest.mark.heavy
@given(life=st.lists(steps, min_size=4, max_size=6))
@settings(max_examples=25, deadline=None, phases=BRIEF)
def test_a_long_life_replayed_from_the_archive_gives_the_same_flags(begun: Path, life: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        night = live_through(Path(folder), begun, life)
        told = "select flag_id, status, first_seen, last_seen from audit.flag order by all"
        before = night.query(told)
        [(day,)] = night.query("select max(as_of) from meta.batch")
        shutil.rmtree(night.outputs / "state")
        assert cunzhang("restore", "--outputs", night.outputs, "--as-of", day.isoformat()).code == 0
        assert night.query(told) == before
