"""Write what was not understood for the maintainers, without names and numbers: headers, and what kinds of cells.

What stands in cells is told by kind and length alone. Of a header only what is known as one, or ends as headers do
and is nobody's name, is written out; an officer reads it before he sends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.files import archive, workbook
from pipeline.publish import look
from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from pipeline.files.sheet import Sheet
    from schemas._spec import Ledger

FILE = "没读懂的表（可交维护人员）.xlsx"
TITLES = (
    "表", "同样的\n有几张", "格式", "结果", "读作", "得分", "其次", "问题代码", "列", "列名", "没有读懂", "文字", "数",
    "日期", "空", "最长\n（字）",
)  # fmt: skip
_TABLES = """
select s.sha256, s.source_file, t.sheet, t.outcome, t.kind, t.score, t.runner_up, t.header_row,
    list_sort(list(distinct i.code) filter (where i.code is not null)) as codes,
    list(distinct i.found) filter (where i.code in ('H01', 'H02', 'H03', 'H04')) as headers
from meta.sheet as t
inner join meta.submission as s on t.submission_id = s.submission_id
left join meta.issue as i
    on t.submission_id = i.submission_id and t.sheet = i.sheet and i.code[1] in ('S', 'H')
where s.superseded_by = '' and s.status <> '未变'
group by all
having t.outcome <> '装载' or count(i.code) > 0
order by s.source_file, t.sheet, t.header_row
"""
_NAMES = """
select distinct unnest([village_name, township, county]) as name from core.village
union select distinct name from ledger.official
"""
_TOP, _LOOKED, _MOST_COLUMNS, _LONGEST = 15, 200, 60, 20
_DIGITS = re.compile(r"[0-9０-９]")
# The commonest ones: a short word that begins with one may be a person's name.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤柳买哈妥撒丁"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What tables have in common that are counted as one: nothing of where they came from.

    ``columns``: what heads each column, and whether it was not understood; of a table that was loaded, those alone.
    """

    outcome: str
    kind: str
    codes: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]


@dataclass(slots=True)
class Tally:
    """How many tables of a shape there are, what the first is like, and of each column what kinds of cells it holds."""

    form: str
    letters: tuple[str, ...]
    score: float | None
    runner_up: str
    cells: list[Cells]
    times: int = 0


@dataclass(slots=True)
class Cells:
    """How many cells of a column are what; ``longest``: letters of the longest text."""

    texts: int = 0
    numbers: int = 0
    days: int = 0
    blanks: int = 0
    longest: int = 0

    def add(self, cells: Iterable[Any]) -> None:
        """Count ``cells`` too."""
        for cell in cells:
            if cell == "":
                self.blanks += 1
            elif isinstance(cell, (date, time)):
                self.days += 1
            elif isinstance(cell, (int, float)):
                self.numbers += 1
            else:
                self.texts += 1
                self.longest = max(self.longest, len(str(cell)))


def gather(con: duckdb.DuckDBPyConnection, folder: Path, ledgers: Mapping[str, Ledger]) -> dict[Shape, Tally]:
    """Read the originals of what was not understood; tables that are the same but for their cells are counted."""
    known = {
        word for ledger in ledgers.values() for one in ledger.fields for word in (one.title, *one.aliases)
    }
    words = Words(known, {str(name) for (name,) in con.execute(_NAMES).fetchall() if name})
    titles = {name: ledger.title for name, ledger in ledgers.items()}
    found: dict[Shape, Tally] = {}
    books: dict[str, dict[str, Sheet]] = {}
    for sha256, file, name, outcome, kind, score, runner_up, header_row, codes, headers in con.execute(
        _TABLES
    ).fetchall():
        if sha256 not in books:
            books = {sha256: _sheets(folder, sha256, file)}
        if (sheet := books[sha256].get(name)) is None:
            continue
        columns = list(_columns(sheet, header_row or _header(sheet, words), words, set(headers or ())))
        if outcome == "装载":
            columns = [one for one in columns if one[2]]
        shape = Shape(
            outcome,
            titles.get(kind, ""),
            tuple(codes or ()),
            tuple((header, unread) for _, header, unread, _ in columns),
        )
        tally = found.setdefault(
            shape,
            Tally(
                PurePosixPath(file).suffix.lower(), tuple(letter for letter, *_ in columns), score,
                titles.get(runner_up, ""), [Cells() for _ in columns],
            ),
        )  # fmt: skip
        tally.times += 1
        for cells, (*_, below) in zip(tally.cells, columns, strict=True):
            cells.add(below)
    return found


def write(path: Path, found: Mapping[Shape, Tally]) -> None:
    """Write the tables, the most frequent first, one line for each column."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "没读懂的表"
    look.arrange(sheet, (6, 9, 8, 9, 18, 8, 18, 18, 6, 24, 10, 8, 8, 8, 8, 8))
    note = (
        "没有文件名、村名、人名和数字：格子里的内容只写是什么、有几格；列名里的数字写作 9，不像列名的不写出。"
        "装载了的表只列没有读懂的列。发给维护人员以前，请自己看一遍“列名”一列。"
    )
    row = look.heading(sheet, "没读懂的表", [note], len(TITLES))
    look.header(sheet, row, TITLES)
    head = row
    ordered = sorted(found.items(), key=lambda one: (-one[1].times, repr(one[0])))
    for number, (shape, tally) in enumerate(ordered, start=1):
        what = (
            number, tally.times, tally.form, shape.outcome, shape.kind, tally.score, tally.runner_up,
            " ".join(shape.codes),
        )  # fmt: skip
        lines: list[tuple[object, ...]] = [
            (letter, header, "是" if unread else "", c.texts, c.numbers, c.days, c.blanks, c.longest)
            for letter, (header, unread), c in zip(tally.letters, shape.columns, tally.cells, strict=True)
        ]
        for line in lines or [("",) * 8]:
            row += 1
            look.line(sheet, row, (*what, *line))
    if not found:
        look.note(sheet, row + 1, "没有。")
    look.table(sheet, head, row, len(TITLES))
    book.save(path)


def _sheets(folder: Path, sha256: str, file: str) -> dict[str, Sheet]:
    try:
        data = archive.locate(folder, sha256).read_bytes()
    except OSError:
        return {}
    return {one.name: one for one in workbook.read(file, data).sheets}


@dataclass(frozen=True, slots=True)
class Words:
    """``known``: headers of our kinds; ``names``: of places and persons in the books."""

    known: Collection[str]
    names: Collection[str]

    def plain(self, text: str) -> str:
        """Write a header out as far as it tells of nobody, else how long it is."""
        word = "".join(text.split())
        if word in self.known:
            return word
        if any(name in word for name in self.names) or len(word) > _LONGEST or not word:
            return f"（{len(word)} 字，没有写出）"
        ends = word[-1] in {one[-1] for one in self.known} and not (len(word) <= 3 and word[0] in _SURNAMES)
        return _DIGITS.sub("9", word) if ends else f"（{len(word)} 字，没有写出）"


def _header(sheet: Sheet, words: Words) -> int:
    """Find the row, as numbered in the spreadsheet program, with the most known headers; 0 where none has two."""
    counts = [
        sum("".join(str(cell).split()) in words.known for cell in row if cell != "")
        for row in sheet.rows[:_TOP]
    ]
    best = max(counts, default=0)
    return counts.index(best) + 1 if best >= 2 else 0


def _columns(
    sheet: Sheet, header: int, words: Words, unread: Collection[str]
) -> Iterator[tuple[str, str, bool, list[Any]]]:
    """Give of each filled column its letter, what heads it, whether it was not understood, and the cells below."""
    titles: Sequence[Any] = sheet.rows[header - 1] if 0 < header <= len(sheet.rows) else ()
    below = sheet.rows[header : header + _LOOKED]
    for place in range(min(max(map(len, sheet.rows), default=0), _MOST_COLUMNS)):
        title = str(titles[place]) if place < len(titles) else ""
        cells = [row[place] if place < len(row) else "" for row in below]
        if title or any(cell != "" for cell in cells):
            letter = address(0, place).removesuffix("1")
            yield letter, words.plain(title) if title else "", not header or title in unread, cells
