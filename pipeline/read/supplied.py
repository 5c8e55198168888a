"""Fill in what the title block, the lines above or the wording supply: fund, year, dates, categories, periods."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.layout import account_page, in_header
from pipeline.layout.candidates import FROM_TITLE
from pipeline.layout.context import ABOVE, HEADER, TITLE, declared_township
from pipeline.layout.mapping import IN_ORDER
from pipeline.layout.titleblock import currency_of
from pipeline.read import dittos, head_lines, running_days
from pipeline.read.fields import LONG_IDS
from pipeline.values.cell import Bad
from pipeline.values.celltext import cell_text, squeeze, tidy
from pipeline.values.dates import EPOCH, find_period, in_months, to_month, to_time, to_year
from pipeline.values.stars import RATED, StarReading, star_reading
from pipeline.values.vocabulary import ITEMS, infer_category, item_of_title, known_funds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.layout.account_page import Page
    from pipeline.layout.column import Column
    from pipeline.read.grid import Grid
    from pipeline.values.cell import Cell
    from schemas._spec import FieldSpec

# What a row's ``supplied`` calls the places that titles and names stand in.
SOURCES = {
    TITLE: "title",
    ABOVE: "title",
    HEADER: "title",
    "工作表名": "sheet",
    "文件名": "file",
    "文件夹名": "folder",
}
# What a village is given before it is rated is not its grade, though the title speaks of rating.
_BEFORE_RATED = frozenset({"自评", "申报", "审核", "测评"})
_STANDARD = re.compile(r"(?:执行)?标准(?:一览)?表?(?:\([^()]*\))?$")
# What a list of pay is of, by its title: 村干部[基本报酬]发放花名册; 补贴 alone says less than the whole title.
_PAID_ITEM = re.compile(
    r"(?:干部|人员|两委|成员|半年|季度|[年月度村镇乡])(?!的)"
    r"((?:基本|基础|绩效|误工|职务|岗位|考核|年终|固定|交通|通讯|定额|工龄|任职)+(?:报酬|补贴|津贴|补助|工资|薪酬|奖金?|绩效))"
    r"(?=发放|领取|造册|明细|花名|名册|清册|统计|汇总|公示|表|$|[(（])"
)
# A month is the same in every year.
SOME_YEAR = 2000
_FROM_PAIRS = ("cooperative", "red_company", "account_no", "account_name", "bank")


def read_carried(grid: Grid, name: str, column: Column) -> None:
    """Read a 年度 or 期间 column of a kind that has no such field of its own."""
    raw = grid.spread(column.first)
    if name == "_year":
        grid.columns[name] = [y if isinstance(y := to_year(c), int) else None for c in raw]
    elif name == "_currency":
        _foreign(grid, column)
    else:
        grid.columns[name] = [tidy(cell_text(c)) or None for c in raw]


def _foreign(grid: Grid, column: Column) -> None:
    """Set rows in another currency aside: their amounts are no 元, and this kind has no place to say so."""
    for position, cell in enumerate(grid.spread(column.first)):
        currency = currency_of(cell_text(cell)) if cell != "" else None
        if currency not in {None, "人民币"}:
            grid.say("R04", (grid.rows[position], column.first), "币种", cell_text(cell), currency=currency)
            grid.aside.setdefault(position, f"币种是{currency}，这种表只登记人民币")


def from_title(grid: Grid) -> None:
    """Fill fields that have no column, or blanks, from the title block; what matters is reported."""
    columns, specs, count = grid.columns, grid.specs, len(grid.rows)
    context = grid.table.context
    withheld = grid.table.recognition.withheld

    def fill(name: str, value: object, source: str) -> None:
        if name not in specs or not value or name in withheld:
            return
        if name not in columns:
            columns[name] = [value] * count
            grid.supplied[name] = SOURCES[source]
        elif None in columns[name]:
            grid.supplied[name] = [SOURCES[source] if v is None else None for v in columns[name]]
            columns[name] = [value if v is None else v for v in columns[name]]

    blank = columns["fund"].count(None) if "fund" in columns else count
    if "fund" in specs and blank and grid.fund and grid.fund not in known_funds():
        grid.own_word(specs["fund"], None, grid.fund, blank)
    fill("fund", grid.fund, grid.fund_source)
    if "township" in specs and specs["township"].required:
        fill("township", *declared_township(context, grid.table.names))
    head_lines.fill(grid)
    fill("year", grid.year, grid.period_source)
    if "month" in specs and "month" not in columns and "_period" in columns:
        columns["month"] = [_month_of(text) for text in columns["_period"]]
    elif "month" not in columns and grid.period and grid.period.kind == "月":
        fill("month", grid.period.start.month, grid.period_source)
    page = account_page.find(context, grid.table.names)
    stated = account_page.stated(context, page, grid.kind)
    for role in _FROM_PAIRS:
        value = stated.get(role, "")
        fill(role, "".join(value.split()) if role in LONG_IDS else value, TITLE)
    if page and grid.ledger.paged:
        for name in ("account_code", "account_name"):
            fill(name, stated.get(name), page.source)
    if grid.ledger.name == "star_rating":
        _star_events(grid)
    for spec in grid.ledger.fields:
        if spec.in_header_of in grid.table.recognition.columns:
            fill(spec.name, *_in_header(grid, spec))
    if "account_kind" not in columns:
        fill("account_kind", *_account_kind(grid, page))
    currency = context.pairs.get("currency", "").split(" ")[0]
    if "currency" not in columns:
        fill("currency", (currency_of(currency) or currency) if currency else "人民币", TITLE)
        if not currency:
            # What everyone means who says nothing is not taken from anywhere.
            grid.supplied.pop("currency", None)
    for name in sorted(FROM_TITLE):
        if name in specs and specs[name].required and name not in columns and context.title:
            title = specs[name].title
            if name in withheld:
                continue
            said = _said_by_title(grid.ledger.name, name, context.title)
            fill(name, said, TITLE)
            grid.say("C15", None, title, "", column_title=title, title=said)
    day = grid.ledger.date_field
    stated_day = grid.period is not None and grid.period.kind == "日" and day not in withheld
    if grid.period and day and specs[day].required and day not in columns and stated_day:
        fill(day, grid.period.start.toordinal() - EPOCH, grid.period_source)
        title = grid.title_of(day)
        grid.say("C16", None, title, "", column_title=title, day=grid.period.start.isoformat())


def _said_by_title(kind: str, name: str, title: str) -> str:
    """Take the item that a title names by a word of the kind's list, what a standard is of, else the title as it stands."""
    if name == "item" and kind in ITEMS:
        return item_of_title(kind, title) or tidy(title)
    if kind == "allowance" and (item := _PAID_ITEM.search(squeeze(title))):
        return item[1]
    if name == "item" and kind == "pay_standard":
        what = _STANDARD.sub("", tidy(title)) or tidy(title)
        item = _PAID_ITEM.search(what)
        return item[1] if item and item.end() == len(what) else what
    return tidy(title)


def _in_header(grid: Grid, spec: FieldSpec) -> tuple[str, str]:
    """Take a category from the header of the column it is about, else from titles: 农民人均纯收入 is 纯收入."""
    header = "".join(grid.header_texts(grid.table.recognition.columns[spec.in_header_of].first))
    return in_header.said(spec, header, grid.table.context, grid.table.names)


def _star_events(grid: Grid) -> None:
    """Name the event of each row that leaves it out, as its stars tell it: 五星级降为三星级 is 降星."""
    found = grid.table.recognition.columns
    given = grid.columns.get("event", [None] * len(grid.rows))
    stars = grid.spread(found["stars"].first) if "stars" in found else [""] * len(grid.rows)
    written = grid.spread(found["event"].first) if "event" in found else [""] * len(grid.rows)
    step = _step_of_rating(grid) if "stars" in found else RATED
    grid.columns["event"] = [
        _star_event(cell, step) if event is None and not squeeze(word) else event
        for event, cell, word in zip(given, stars, written, strict=True)
    ]


def _step_of_rating(grid: Grid) -> str:
    """Tell from the header of the stars, else from a title, which step they are of: 自评星级, 星级申报表."""
    spec = grid.specs["event"]
    header = "".join(grid.header_texts(grid.table.recognition.columns["stars"].first))
    if word := in_header.taken_out(spec, squeeze(header))[0]:
        return word
    for text in (*grid.table.context.lines, grid.table.names.sheet):
        early = in_header.words(spec, squeeze(text)) & _BEFORE_RATED
        if len(early) == 1:
            return early.pop()
    return RATED


def _star_event(stars: Cell, step: str) -> str:
    reading = star_reading(stars)
    return reading.event if isinstance(reading, StarReading) and reading.event != RATED else step


def numbers(grid: Grid) -> None:
    """Say that 序号 stands in for a number, which holds good on this sheet alone; the same one twice is none."""
    for name, column in grid.table.recognition.columns.items():
        if column.why != IN_ORDER or name not in grid.columns:
            continue
        values, title, header = grid.columns[name], grid.title_of(name), grid.header_name(column.first)
        grid.supplied[name] = "sheet"
        place = (grid.table.header[1], column.first)
        grid.say("C25", place, title, header, column_title=title, header=header)
        seen: set[object] = set()
        for position, value in enumerate(values):
            if value is not None and value in seen:
                grid.aside.setdefault(position, f"没有“{title}”，“{header}”{value} 又重复")
            seen.add(value)


def clock(grid: Grid) -> None:
    """Take the time of day from the date column where there is no other (2024-01-20 10:11:12)."""
    name = next((f.name for f in grid.ledger.fields if f.role == "time"), "")
    column = grid.table.recognition.columns.get(grid.ledger.date_field)
    if not name or name in grid.columns or column is None or not column.columns:
        return
    raw = grid.raw(column.first)
    if any(_has_time(cell) for cell in raw):
        times = (to_time(cell) if _has_time(cell) else None for cell in raw)
        grid.columns[name] = [None if isinstance(t, Bad) else t for t in times]


def _has_time(cell: Cell) -> bool:
    return ":" in cell if isinstance(cell, str) else isinstance(cell, datetime) and cell.time() != time()


def _account_kind(grid: Grid, page: Page | None) -> tuple[str, str]:
    context = grid.table.context
    if page and page.account and page.of_money:
        return page.account.money, page.source
    titles = [(TITLE, text) for text in (*context.lines, *context.above)]
    for source, text in (*titles, *grid.table.names.ordered()[:2]):
        if ("现金" in text) != ("银行" in text):
            return "现金" if "现金" in text else "银行", source
    return "", TITLE


def fill_down(grid: Grid) -> None:
    """Fill blank dates and vouchers where the layout leaves them to the line above, or the lines around prove them."""
    name = grid.ledger.date_field
    values = grid.columns.get(name, [])
    if grid.ledger.fill_down and "voucher_no" in grid.columns:
        _within_vouchers(grid)
    elif _writes_days_once(grid, values):
        blank = [p for p, v in enumerate(values) if v is None and p not in grid.aside]
        for position in blank:
            values[position] = values[position - 1]
        _say_filled(grid, name, blank)
        return
    if proven := dittos.days(grid, name) | running_days.blanks(grid, name):
        for position, day in proven.items():
            values[position] = day
        grid.supplied[name] = ["proof" if p in proven else None for p in range(len(values))]
        _say_filled(grid, name, list(proven))


def noughts(grid: Grid) -> None:
    """Read the blank cell of an amount, without a day, beside what was approved as 0: nothing was paid yet."""
    days = grid.columns.get(grid.ledger.date_field, [None] * len(grid.rows))
    for spec in grid.ledger.fields:
        values = grid.columns.get(spec.name, [])
        beside = [grid.columns[name] for name in spec.nought_beside if name in grid.columns]
        blank = [
            p
            for p, value in enumerate(values)
            if value is None
            and days[p] is None
            and p not in grid.aside
            and any(amounts[p] is not None for amounts in beside)
        ]
        for position in blank:
            values[position] = 0
        if blank:
            place = (grid.rows[blank[0]], grid.table.recognition.columns[spec.name].first)
            beside_title = "、".join(grid.title_of(n) for n in spec.nought_beside if n in grid.columns)
            grid.say(
                "C26",
                place,
                spec.title,
                "空白",
                column_title=spec.title,
                count=len(blank),
                beside=beside_title,
            )


def _writes_days_once(grid: Grid, values: Sequence[object]) -> bool:
    """Tell whether a book writes each day once: one missing date is a mistake to report, many are a layout."""
    blank = sum(1 for p, v in enumerate(values) if v is None and p not in grid.aside)
    return blank >= 3 and blank * 5 >= len(values) and values[0] is not None


def _say_filled(grid: Grid, name: str, positions: list[int]) -> None:
    place = (grid.rows[positions[0]], grid.table.recognition.columns[name].first)
    grid.say("C14", place, grid.title_of(name), "空白", count=len(positions))


def _within_vouchers(grid: Grid) -> None:
    vouchers = grid.columns["voucher_no"]
    for position in range(1, len(grid.rows)):
        if vouchers[position] is None:
            vouchers[position] = vouchers[position - 1]
        if vouchers[position] != vouchers[position - 1] or position in grid.aside:
            continue
        for name in grid.ledger.fill_down:
            values = grid.columns.get(name)
            if values and values[position] is None:
                values[position] = values[position - 1]


def categories(grid: Grid) -> None:
    """Infer missing categories from the summary, and say which were given and which inferred."""
    if "category_source" not in grid.specs or "summary" not in grid.columns:
        return
    given = grid.columns.get("category", [None] * len(grid.rows))
    if "category" in grid.table.recognition.withheld and "category" not in grid.columns:
        # What the summary suggests does not stand in for a column that could not be read.
        return
    grid.columns["category_source"] = ["推断" if v is None else "填报" for v in given]
    grid.columns["category"] = [
        infer_category(grid.ledger.name, str(s or "")) if v is None else v
        for v, s in zip(given, grid.columns["summary"], strict=True)
    ]


def periods(grid: Grid) -> None:
    """Give each row its own period where a column states year, month or period."""
    carried = grid.columns.pop("_year", None)
    years = grid.columns.get("year") if "year" in grid.table.recognition.columns else carried
    months = grid.columns.get("month")
    stated = grid.columns.pop("_period", None)
    if years is None and months is None and stated is None:
        return
    found = [
        row_period(
            (years[p] if years else None) or grid.year,
            months[p] if months else None,
            stated[p] if stated else None,
        )
        for p in range(len(grid.rows))
    ]
    grid.columns["period"] = [start for start, _ in found]
    grid.columns["period_kind"] = [kind for _, kind in found]


def _month_of(text: object) -> int | None:
    """Take the month of a row from its own column of periods, which goes before that of the title."""
    start, kind = row_period(SOME_YEAR, None, text)
    return date.fromordinal(start + EPOCH).month if start is not None and kind == "月" else None


@lru_cache(maxsize=4096)
def row_period(year: object, month: object, text: object) -> tuple[int | None, str | None]:
    """Work out the first day (since ``EPOCH``) and kind of a row's own period."""
    known = year if isinstance(year, int) else None
    if isinstance(text, str):
        if found := find_period(in_months(text), known):
            return found.start.toordinal() - EPOCH, found.kind
        number = to_month(text)
        month = month if number is None or isinstance(number, Bad) else number
    if known is None:
        return None, None
    if isinstance(month, int):
        return date(known, month, 1).toordinal() - EPOCH, "月"
    return date(known, 1, 1).toordinal() - EPOCH, "年"
