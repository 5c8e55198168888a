"""The desk a made-up bookkeeper sits at: where village and period are written, and rows put under headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.county.paper import Book, Cell, Page, Record, Value
from tests.county.places import SHARED_NAMES, YEAR, Village, person

TEXT_FORMATS = (("csv", ".csv"), ("utf8", ".csv"), ("utf16", ".txt"), ("tsv", ".xls"), ("html", ".xls"))
PLACES = ("编制单位", "标题", "工作表", "文件", "文件夹")


@dataclass(frozen=True)
class Column:
    """One column of a form: its header, the field it truly is ('' for none), and how a value is written."""

    head: str
    field: str
    write: Callable[[object], Cell] = lambda value: value  # type: ignore[assignment,return-value]


@dataclass
class Case:
    """One workbook to make: whose, which month, and the dice."""

    rng: Random
    village: Village
    month: int
    number: int
    year: int = YEAR

    def __post_init__(self) -> None:
        self.place = self.rng.choice(PLACES)
        self.named = self._named()

    def _named(self) -> str:
        """Write the village's name one of the usual ways; a name two villages share needs its township."""
        base = self.village.name
        if base in SHARED_NAMES or self.rng.random() < 0.2:
            return self.village.full
        if base.endswith("社区"):
            return base + self.rng.choice(("", "", "居委会"))
        return base + self.rng.choice(("", "", "", "村民委员会", "委会", "股份经济合作社"))

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def path(self, words: str, suffix: str = ".xlsx") -> str:
        """Name the file; it is told apart by its number, which must not look like a period."""
        letter = "甲乙丙丁戊己庚辛壬癸"[self.number % 10] + "子丑寅卯辰巳午未申酉"[self.number // 10 % 10]
        name = f"{self.named if self.place == '文件' else ''}{words}（{letter}{self.number // 100 or ''}）{suffix}"
        if self.place == "文件夹":
            return f"{self.village.township}/{self.village.name}/{name}"
        return f"{self.rng.choice(('收件', '代理记账中心', self.village.township))}/{name}"

    def sheet_name(self, words: str = "账") -> str:
        return self.named if self.place == "工作表" else words

    def title(self, words: str, period: str = "") -> str:
        """Write a title line; ``period`` such as 2023年4月 stands in it."""
        return f"{self.named if self.place == '标题' else ''}{period}{words}"

    def heading(self, page: Page, words: str, period: str, unit: str = "元") -> None:
        """Write the title block in one of the usual forms."""
        if "月" in period:
            page.period = (self.month_start, "月")
        elif period.startswith(f"{self.year}年"):
            page.period = (date(self.year, 1, 1), "年")
        page.add(self.title(words, period))
        parts: list[Cell] = []
        if self.place == "编制单位":
            key = self.rng.choice(("编制单位", "单位名称", "填报单位", "核算单位"))
            parts.append(f"{key}：{self.named}")
        if unit:
            parts += [None] * (4 - len(parts)) + [f"单位：{unit}"]
        if parts and (len(parts) > 1 or parts[0]):
            page.add(*parts)
        if self.chance(0.2):
            page.add()

    def footer(self, page: Page) -> None:
        """Write signatures, a date of making and notes, as at the foot of a form."""
        if self.chance(0.3):
            page.add()
        if self.chance(0.6):
            page.add(f"会计：{person(self.rng)}", None, f"出纳：{person(self.rng)}", None, "监委会主任：")
        if self.chance(0.3):
            page.add(f"制表日期：{self.year + 1}年1月{self.rng.randint(2, 28)}日")
        if self.chance(0.2):
            page.add("备注：本表一式三份，村、镇、农经站各一份。")

    @property
    def month_text(self) -> str:
        """The month as a title states it."""
        return self.rng.choice((f"{self.year}年{self.month}月", f"{self.year}年{self.month}月份"))

    @property
    def month_start(self) -> date:
        return date(self.year, self.month, 1)

    def record(self, kind: str, fields: Mapping[str, Value]) -> Record:
        return Record(kind, self.village.code, dict(fields))

    def book(self, family: str, pages: Sequence[Page], words: str) -> Book:
        """Bind pages into a workbook; a single plain page may become a text file or web page."""
        page = pages[0]
        plain = len(pages) == 1 and not page.hidden_rows and not page.hidden_columns
        if plain and self.place != "工作表" and self.chance(0.45):
            form, suffix = self.rng.choice(TEXT_FORMATS)
            if form == "html" or not page.merged:
                return Book(self.path(words, suffix), list(pages), family, text_format=form)
        if not any(p.merged or p.hidden or p.hidden_rows or p.hidden_columns for p in pages):
            return Book(self.path(words, ".ods" if self.chance(0.1) else ".xlsx"), list(pages), family)
        return Book(self.path(words), list(pages), family)


def table(
    page: Page,
    case: Case,
    kind: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Value]],
    constant: Mapping[str, Value] | None = None,
) -> list[int]:
    """Write a header and rows under it; returns the row numbers. ``constant`` fields stand in no column."""
    page.add(*(c.head for c in columns))
    return [line(page, case, kind, columns, row, constant) for row in rows]


def line(
    page: Page,
    case: Case,
    kind: str,
    columns: Sequence[Column],
    row: Mapping[str, Value],
    constant: Mapping[str, Value] | None = None,
) -> int:
    """Write one row and its truth: the fields that have a column, and the constant ones."""
    shown = {c.field: row.get(c.field) for c in columns if c.field and not c.field.startswith("_")}
    cells = [None if row.get(c.field) is None else c.write(row[c.field]) for c in columns]
    number = page.add(*cells, record=case.record(kind, {**shown, **(constant or {})}))
    page.where |= {(number, c.field): at for at, c in enumerate(columns) if c.field in shown}
    return number
