"""Describe ledger kinds as plain data, light enough to hand to worker processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pandera.polars import DataFrameModel

Role = Literal["text", "money", "date", "year", "month", "count", "ratio", "quantity", "code", "time"]
# Roles whose values are read as whole numbers, and how many of their digits are decimals.
SCALES = {"money": 2, "ratio": 8, "quantity": 4}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One column of a ledger kind.

    ``aliases`` are header texts as villages write them (the title itself is always one).
    ``values`` maps each stored Chinese category word to the spellings that mean it.
    ``retired`` are those of ``values`` that are only read, from old lists, and said in today's words after reading.
    ``unit`` is the stored unit (元 for money).
    ``month_means``: the day of a date of which only the month is written, where that is usual.
    ``joined``: what stands between what several columns of the field say, where they are put together.
    ``open_list``: a word that ``values`` do not list is loaded as it stands, and reported.
    ``numbered``: where it has no column, the number of the row in its list (序号) stands in.
    ``personal``: the number of an id card, a bank account or a phone, which is never published whole.
    ``in_header_of``: the field whose header (or the title) says it where it has no column of its own.
    ``but_for``: the field and those of its words beside which this one may be blank, though required.
    ``units``: what may be written behind a figure in its cell (天, 元/亩) and says no more than the column does.
    ``nought_beside``: the amounts beside which a blank cell of this one says that nothing was paid yet.
    """

    name: str
    title: str
    role: Role
    required: bool = False
    aliases: tuple[str, ...] = ()
    unit: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    retired: tuple[str, ...] = ()
    note: str = ""
    month_means: Literal["", "first", "last"] = ""
    personal: bool = False
    joined: str = ""
    open_list: bool = False
    numbered: bool = False
    in_header_of: str = ""
    but_for: tuple[str, tuple[str, ...]] = ("", ())
    nought_beside: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Whether every loaded row has it."""
        return self.required and not self.but_for[0]

    @property
    def words(self) -> tuple[str, ...]:
        """The words to choose from."""
        return tuple(word for word, _ in self.values if word not in self.retired)


@dataclass(frozen=True, slots=True)
class Sided:
    """An amount column that fills one of two fields, by its sign or by a direction column.

    ``plus`` gets amounts on ``plus_side`` (借 or 贷; 收 always means money in) and positive signed ones.
    ``needs_side``: without a direction the amount can't be read (a balance may stand on either side).
    ``either_way``: headers of ``minus`` that take a direction where one stands beside them (支付金额).
    """

    name: str
    plus: str
    minus: str
    plus_side: Literal["借", "贷"]
    amount_aliases: tuple[str, ...]
    side_aliases: tuple[str, ...]
    needs_side: bool = False
    either_way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A column whose cells say where something begins and where it ends: 0000101-0000150, 2024年1-3月.

    Its fields are numbers (texts) or days. ``whole``: a month or quarter stands for all its days. ``evident``: cells
    of that form alone, under whatever header, are it. ``alone``: among spans one day is its beginning.
    """

    name: str
    first: str
    last: str
    aliases: tuple[str, ...]
    whole: bool = False
    evident: bool = False
    alone: bool = False


AMOUNT_ALIASES = (
    "金额", "发生额", "交易金额", "收支金额", "收支", "交易额", "实付金额", "收付金额", "金额合计",
    "发生金额",
)  # fmt: skip
SIDE_ALIASES = (
    "方向", "借/贷", "借贷", "借贷方向", "收支类型", "收/支", "借贷标志", "借贷标记", "收支方向", "收付",
    "收付标志", "借贷状态", "收支标志", "收支",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """What the figures of a row, or of neighbouring rows, must satisfy; a reading that breaks it is wrong.

    ``form`` and ``fields``: ``chain`` (balance, in, out) from row to row; ``balanced`` (voucher, debit, credit);
    ``product`` (quantity, price, amount); ``share`` (whole, ratio, amount); ``total`` (whole, part, …), a part with
    ``-`` before it is taken away. ``either``: the balance of a chain may grow with out as well as with in. ``told``: a row
    that breaks it may be read right and the list be wrong; such rows are named.
    """

    name: str
    form: Literal["chain", "balanced", "product", "share", "total"]
    fields: tuple[str, ...]
    either: bool = False
    told: bool = False


# Header words for year, period and currency in kinds that have no such field of their own.
CARRIED: dict[str, tuple[str, ...]] = {
    "year": ("年度", "年份", "会计年度", "所属年度", "所属年份", "财政年度"),
    "period": (
        "期间", "会计期间", "所属期", "所属期间", "月份", "会计月份", "所属月份", "账期", "季度", "年月", "报告期",
        "年度期间", "会计年度期间", "年度及期间",
    ),
    "currency": ("币种", "币别", "货币", "币种名称", "外币", "外币种类"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger kind: what it is called, how it is recognised, what a row needs.

    ``titles``: phrases in a title, sheet or file name that point to this kind, longest match counts.
    ``heads``: groups of words; a title with one of each group, wherever they stand, hints at this kind.
    ``one_of``: groups of fields of which at least one must be present in a row.
    ``date_field``: the field that dates a row; gives the period where none is declared.
    ``date_stand_in``: the date that dates a row where it is the only date of the table.
    ``natural_key``: fields that tell two versions of one entry apart from two entries.
    ``fill_down``: fields a continuation line may leave blank and inherit from the line above.
    ``slice_fields``: fields besides village and period that make a slice (fund, account …).
    ``filled_in``: fields people fill in on a list this program prints; a line with none of them is left out.
    ``printed``: titles of the other columns of that list, which are ours and no news.
    ``holds_money``: its amounts are money of the village, and counted in the control totals.
    ``sided``: amount columns that fill one of two fields (money in and out, debit and credit).
    ``spans``: columns that fill two fields, the first and last of a run.
    ``by_month``: amounts under months across the header are rows of those months.
    ``by_item``: the field whose words may stand across the header, each over its amounts.
    ``by_word``: the closed field whose words may stand across the header (自评 | 审核, 川区 | 山区), and the fields that may
    stand under each; the first of them must.
    ``by_group``: the field that the groups of a header may say (2023年度 | 2024年度 over the same columns), and the fields
    that may stand under each; the first of them must.
    ``across``: fields whose words may stand across a grid of standards, one of them down its side.
    ``foreign``: header words of tables with a finer grain, which are never of this kind.
    ``stated_above``: texts that a label above the table may state for all its rows (用工事由：修渠).
    ``book``: money in and money out beside each other are enough to know it by.
    ``paged``: a table of it is the page of one account (``account_code``, ``account_name``) that its title names.
    ``unlike``: words in the titles of other papers with the same columns (签到, 值班), which are never of this kind.
    ``unpaid``: words in the titles of papers that say who was there (考勤): without an amount they are none of this kind.
    ``told_by``: the columns of which one must be there where no title names the kind; who holds which post stands on
    many a paper.
    ``identities``: what its figures must satisfy.
    ``asks_for``: fields a row can do without whose blanks are told.
    """

    name: str
    title: str
    model: type[DataFrameModel] | None = field(compare=False, repr=False)
    titles: tuple[str, ...]
    natural_key: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    per_village: bool = True
    date_field: str = ""
    date_stand_in: str = ""
    fill_down: tuple[str, ...] = ()
    slice_fields: tuple[str, ...] = ()
    sided: tuple[Sided, ...] = ()
    spans: tuple[Span, ...] = ()
    by_month: bool = False
    by_item: str = ""
    by_word: tuple[str, tuple[str, ...]] = ("", ())
    by_group: tuple[str, tuple[str, ...]] = ("", ())
    across: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    stated_above: tuple[str, ...] = ()
    unpaid: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    filled_in: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    holds_money: bool = True
    identities: tuple[Identity, ...] = ()
    asks_for: tuple[str, ...] = ()
    book: bool = False
    paged: bool = False
    fields: tuple[FieldSpec, ...] = ()

    @property
    def amount_fields(self) -> tuple[str, ...]:
        """Money fields that carry the entry's own amount: what control totals add up."""
        money = {f.name: f for f in self.fields if f.role == "money"} if self.holds_money else {}
        named = [n for group in self.one_of for n in group if n in money]
        return tuple(dict.fromkeys([*named, *(n for n, f in money.items() if f.required)])) or tuple(money)

    @property
    def by_name(self) -> dict[str, FieldSpec]:
        """Fields by name."""
        return {f.name: f for f in self.fields}
