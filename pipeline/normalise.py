"""Turn a recognised table into typed columns: exact cents, days, words; and say what could not be read.

Rows that lack a required value or whose own amount can't be read are set aside with the reason;
everything else is loaded. Pure: cells in, ``Extract`` and issues out.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.cell import Bad
from pipeline.context import cell_text, currency_of, declared_fund, declared_period, tidy, village_hints
from pipeline.dates import find_period, join_date, to_month, to_year
from pipeline.extract import EPOCH, Extract, Rejected
from pipeline.fields import read_column
from pipeline.layout import filled, squeeze
from pipeline.money import cents_column, join_digits, unit_factor, yuan
from pipeline.sides import NoMove, Sides, split_sides
from pipeline.totals import add_totals
from pipeline.vocabulary import infer_category

if TYPE_CHECKING:
    from pipeline.cell import Cell
    from pipeline.findings import Issue
    from pipeline.layout import Table
    from pipeline.recognise import Column
    from pipeline.workbook import Sheet
    from schemas._spec import FieldSpec, Ledger

_BAD_MONEY = {"too_fine": "C02", "mismatch": "C13", "too_big": "C17"}
_CREDIT_CARD = ("信用卡", "贷记卡")
_STATUS = ("交易状态", "当前状态", "状态")
_CLOSED = ("交易关闭",)


def address(row: int, column: int) -> str:
    """Write a cell address (``C12``) from positions counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def normalise(table: Table, sheet: Sheet, source_file: str, ledger: Ledger) -> tuple[Extract, list[Issue]]:
    """Normalise one table; issues name the cell as the spreadsheet program shows it."""
    return _Normaliser(table, sheet, source_file, ledger).run()


class _Normaliser:
    def __init__(self, table: Table, sheet: Sheet, source_file: str, ledger: Ledger) -> None:
        self.table, self.sheet, self.file, self.ledger = table, sheet, source_file, ledger
        self.specs = ledger.by_name
        self.rows = table.data
        self.issues: list[Issue] = []
        self.columns: dict[str, list[object]] = {}
        # position in self.rows → (field, issue code) that sets the row aside
        self.aside: dict[int, str] = {}
        self.no_move: dict[int, str] = {}
        self.factors: dict[int, int] = {}
        context, names = table.context, table.names
        self.period, self.period_source = declared_period(context, names)
        self.fund, self.fund_source = declared_fund(context, names)
        self.default_factor = self._default_factor()

    def run(self) -> tuple[Extract, list[Issue]]:
        recognition, context = self.table.recognition, self.table.context
        extract = Extract(
            sheet=self.sheet.name,
            kind=self.ledger.name,
            score=recognition.score,
            runner_up=recognition.runner_up,
            runner_up_score=recognition.runner_up_score,
            header_row=self.table.header[0] + 1,
            first_row=1 + min([self.table.header[0], *(r for rs in self.table.skipped.values() for r in rs)]),
            title=context.title,
            hints=village_hints(context, self.table.names),
            township_hint=context.pairs.get("township", ""),
            fund=self.fund,
            fund_source=self.fund_source,
            account=context.pairs.get("account_no", ""),
        )
        if self.period:
            extract.period_start = self.period.start.toordinal() - EPOCH
            extract.period_kind, extract.period_source = self.period.kind, self.period_source
        self._header_issues()
        self._closed_rows()
        for name, column in recognition.columns.items():
            if name in self.specs and self.specs[name].role == "money":
                if not self._money(name, column):
                    extract.sent_back = True
            elif name in self.specs:
                self._other(self.specs[name], column)
            elif name in {"_year", "_period"}:
                self._carried(name, column)
        for sided in self.ledger.sided:
            if sided.name in recognition.columns:
                self._sided(Sides.of(sided, context, self.table.names), recognition.columns[sided.name])
        self._context_values()
        self._fill_down()
        self._periods()
        self._categories()
        add_totals(extract, self)
        self._split_rows(extract)
        return extract, self.issues

    # -- reporting ---------------------------------------------------------------------------------

    def say(
        self, code: str, row: int | None, column: int | None, field: str, found: str, **values: object
    ) -> None:
        """Record an issue at a cell (positions from 0), a column or the whole sheet."""
        cell = "" if row is None or column is None else address(row, column)
        self.issues.append(
            messages.issue(
                code, self.file, sheet=self.sheet.name, cell=cell, column=field, found=found, **values
            )
        )

    def title_of(self, name: str) -> str:
        """Return the Chinese title of field ``name``."""
        return self.specs[name].title

    def _header_issues(self) -> None:
        recognition = self.table.recognition
        header = self.table.header[1]
        known = {title for f in self.specs.values() for title in (f.title, *f.aliases)}
        for column, text in recognition.unmapped:
            if not any(self._at(r, column) != "" for r in self.rows):
                continue
            near = messages.nearest(text, known)
            self.say(
                "H01", header, column, text, text, header=text, nearest=f"是否应为“{near}”？" if near else ""
            )
        for column, text, used in recognition.shadowed:
            self.say("H02", header, column, text, text, header=text, used=recognition.columns[used].header)
        places = {c: n for n, col in recognition.columns.items() for c in (*col.columns, *col.parts.values())}
        for column in sorted(set(places) & self.sheet.hidden_columns):
            self.say(
                "C10",
                header,
                column,
                places[column],
                "隐藏列",
                header=recognition.columns[places[column]].header,
            )
        hidden = [r for r in self.rows if r in self.sheet.hidden_rows]
        if hidden:
            self.say(
                "C09",
                hidden[0],
                0,
                "",
                f"第 {'、'.join(str(r + 1) for r in hidden[:20])} 行",
                count=len(hidden),
            )
        rows = set(self.rows)
        broken = [(at, text, "C06") for at, text in self.sheet.errors.items()]
        broken += [(at, "公式无结果", "C07") for at in self.sheet.uncached]
        for (r, c), text, code in sorted(broken):
            if r in rows and c in places:
                name = places[c]
                self.say(code, r, c, self.title_of(name) if name in self.specs else name, text)

    # -- cells -------------------------------------------------------------------------------------

    def _at(self, row: int, column: int) -> Cell:
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else ""

    def _raw(self, column: int, *, spread: bool) -> list[Cell]:
        rows = self.sheet.rows
        raw: list[Cell] = [rows[r][column] if column < len(rows[r]) else "" for r in self.rows]
        if spread:
            for top, left, bottom, right in self.sheet.merged:
                if left <= column <= right and bottom > top > self.table.header[1]:
                    value = self._at(top, left)
                    for position, row in enumerate(self.rows):
                        if top < row <= bottom:
                            raw[position] = value
        return raw

    def _default_factor(self) -> int:
        context = self.table.context
        if context.factor is not None:
            return context.factor
        for line in context.lines:
            if (factor := unit_factor(line)) is not None:
                return factor
        return 1

    def factor(self, column: int) -> int:
        """Return what one unit in ``column`` is worth in 元: header first, then the unit line and title."""
        if column not in self.factors:
            first, last = self.table.header
            factor = None
            for row in range(last, first - 1, -1):
                text = cell_text(self._merged_value(row, column))
                if text and (factor := unit_factor(text, header=True)) is not None:
                    break
            self.factors[column] = self.default_factor if factor is None else factor
        return self.factors[column]

    def _merged_value(self, row: int, column: int) -> Cell:
        for top, left, bottom, right in self.sheet.merged:
            if top <= row <= bottom and left <= column <= right:
                return self._at(top, left)
        return self._at(row, column)

    def read_cents(self, rows: list[int], column: Column) -> tuple[list[int | None], dict[int, Bad]]:
        """Read the amounts of ``column`` (its first column, or its digit parts) in ``rows``."""
        if column.columns:
            place = column.columns[0]
            return cents_column([self._at(r, place) for r in rows], self.factor(place))
        return self._digits(rows, column)

    def _digits(self, rows: list[int], column: Column) -> tuple[list[int | None], dict[int, Bad]]:
        parts = {p: c for p, c in column.parts.items() if p not in {"amount", "side"}}
        places = list(parts)
        cents: list[int | None] = []
        bads: dict[int, Bad] = {}
        for position, row in enumerate(rows):
            value = join_digits([self._at(row, parts[p]) for p in places], places)
            if isinstance(value, Bad):
                bads[position] = value
                value = None
            cents.append(value)
        return cents, bads

    # -- amounts -----------------------------------------------------------------------------------

    def _money(self, name: str, column: Column) -> bool:
        """Read a money field; False when two filled columns contradict each other."""
        alternatives = [c for c in column.columns if any(self._at(r, c) != "" for r in self.rows)]
        if len(alternatives) > 1:
            readings = [
                cents_column([self._at(r, c) for r in self.rows], self.factor(c))[0] for c in alternatives
            ]
            for position, values in enumerate(zip(*readings, strict=True)):
                if len({v for v in values if v}) > 1:
                    first, second = (
                        squeeze(self._merged_value(self.table.header[1], c)) for c in alternatives[:2]
                    )
                    row = self.rows[position]
                    self.say(
                        "S07",
                        row,
                        alternatives[1],
                        self.title_of(name),
                        yuan(values[1] or 0),
                        first=first,
                        second=second,
                    )
                    return False
            raw_from = [
                next((c for c in alternatives if self._at(r, c) != ""), alternatives[0]) for r in self.rows
            ]
            column.columns = alternatives
            cents: list[int | None] = []
            bads: dict[int, Bad] = {}
            for position, (row, place) in enumerate(zip(self.rows, raw_from, strict=True)):
                (value,), bad = cents_column([self._at(row, place)], self.factor(place))
                cents.append(value)
                if bad:
                    bads[position] = bad[0]
        else:
            column.columns = alternatives or column.columns[:1]
            cents, bads = self.read_cents(self.rows, column)
        place = column.columns[0] if column.columns else next(iter(column.parts.values()))
        self._red(cents, place, self.title_of(name))
        self._money_issues(name, place, bads)
        self.columns[name] = list(cents)
        return True

    def _money_issues(self, name: str, place: int, bads: dict[int, Bad]) -> None:
        title = self.title_of(name)
        own = name in self.ledger.amount_fields
        for position, bad in bads.items():
            code = _BAD_MONEY.get(bad.reason, "C01")
            self.say(code, self.rows[position], place, title, bad.found)
            if own:
                self.aside.setdefault(position, f"“{title}”这一格是“{bad.found}”：{messages.TEXTS[code].fix}")
        if own:
            for position, row in enumerate(self.rows):
                if (row, place) in self.sheet.errors or (row, place) in self.sheet.uncached:
                    self.aside.setdefault(position, f"“{title}”这一格是公式错误或没有结果")
        if not self.sheet.text_only:
            texts = [
                r for p, r in enumerate(self.rows) if p not in bads and _looks_numeric(self._at(r, place))
            ]
            if texts:
                self.say(
                    "C08", texts[0], place, title, cell_text(self._at(texts[0], place)), count=len(texts)
                )

    def _red(self, cents: list[int | None], place: int, title: str) -> None:
        red = [p for p, r in enumerate(self.rows) if (r, place) in self.sheet.red and (cents[p] or 0) > 0]
        if not red or len(red) * 2 > sum(1 for c in cents if c is not None):
            return  # a column that is mostly red is coloured for show
        for position in red:
            value = cents[position] or 0
            cents[position] = -value
            self.say("C11", self.rows[position], place, title, yuan(value))

    def _sided(self, sides: Sides, column: Column) -> None:
        parts = dict(column.parts)
        amounts = column.columns or [parts[k] for k in ("amount",) if k in parts]
        if amounts:
            place = amounts[0]
            cents, bads = cents_column([self._at(r, place) for r in self.rows], self.factor(place))
        else:
            cents, bads = self._digits(self.rows, column)
            place = next(iter(parts.values()))
        self._red(cents, place, squeeze(self._merged_value(self.table.header[1], place)))
        words: list[Cell] | None = None
        if "side" in parts:
            words = self._raw(parts["side"], spread=False)
        raw = [self._at(r, place) for r in self.rows]
        if (
            words is None
            and any(
                isinstance(v, str) and v and bad
                for v, bad in zip(raw, (p in bads for p in range(len(raw))), strict=True)
            )
            and len(bads) * 2 > len(raw)
        ):
            return  # a column called 收支 that holds words is no amount
        plus, minus, odd = split_sides(sides, cents, words, raw)
        for position, what in odd.items():
            if isinstance(what, NoMove):
                self.no_move.setdefault(position, what.word)
                continue
            self.say("R03", self.rows[position], parts.get("side", place), "方向", what)
            self.aside.setdefault(position, f"方向这一格是“{what}”，不知道是收还是支")
        self.columns[sides.plus], self.columns[sides.minus] = list(plus), list(minus)
        self._money_issues(sides.plus, place, bads)

    def _closed_rows(self) -> None:
        for column, text in self.table.recognition.unmapped:
            if text in _STATUS:
                for position, row in enumerate(self.rows):
                    if squeeze(self._at(row, column)) in _CLOSED:
                        self.no_move[position] = squeeze(self._at(row, column))

    # -- other fields ------------------------------------------------------------------------------

    def _year_context(self, column: Column) -> int | None:
        first, last = self.table.header
        for row in range(first, last + 1):
            for place in column.parts.values():
                match = re.search(r"(?:19|20)\d{2}", cell_text(self._merged_value(row, place)))
                if match:
                    return int(match.group())
        if self.period and self.period.start.year == self.period.end.year:
            return self.period.start.year
        return None

    def _other(self, spec: FieldSpec, column: Column) -> None:
        if column.parts and spec.role == "date":
            self._split_date(spec, column)
            return
        place = column.columns[0] if column.columns else next(iter(column.parts.values()))
        raw = self._raw(place, spread=True)
        values, bads = read_column(spec, raw, self._year_context(column))
        if "word" in column.parts and column.columns:
            words = self._raw(column.parts["word"], spread=True)
            values = [
                f"{squeeze(w)}{v}" if v is not None and w != "" and not str(v).startswith(squeeze(w)) else v
                for w, v in zip(words, values, strict=True)
            ]
        if spec.role == "ratio":
            percent = any(
                "%" in squeeze(self._merged_value(r, place))
                for r in range(self.table.header[0], self.table.header[1] + 1)
            )
            values = [
                _share(v, percent and not (isinstance(c, str) and "%" in c))
                for v, c in zip(values, raw, strict=True)
            ]
        self.columns[spec.name] = values
        for position, bad in bads.items():
            self._bad_value(spec, place, position, bad)

    def _bad_value(self, spec: FieldSpec, place: int, position: int, bad: Bad) -> None:
        row = self.rows[position]
        if bad.reason == "digits_lost":
            self.say("C12", row, place, spec.title, bad.found)
            return
        if spec.role == "code":
            self.say("C05", row, place, spec.title, bad.found, words="、".join(w for w, _ in spec.values))
        elif spec.role == "date":
            self.say("C03", row, place, spec.title, bad.found)
        else:
            self.say("C04", row, place, spec.title, bad.found, kind=messages.ROLES[spec.role])
        if spec.required:
            self.aside.setdefault(position, f"“{spec.title}”这一格是“{bad.found}”，看不懂")

    def _split_date(self, spec: FieldSpec, column: Column) -> None:
        year = self._year_context(column)
        raw = {part: self._raw(place, spread=True) for part, place in column.parts.items()}
        for part in ("year", "month"):
            # Traditional books write year and month once and leave them blank below.
            cells = raw.get(part)
            if cells:
                for position in range(1, len(cells)):
                    if cells[position] == "":
                        cells[position] = cells[position - 1]
        blanks: list[Cell] = [""] * len(self.rows)
        values: list[object] = []
        last = max(column.parts.values())
        for position, parts in enumerate(
            zip(*(raw.get(p, blanks) for p in ("year", "month", "day")), strict=True)
        ):
            given = [None if c == "" else c for c in parts]
            blank = given[2] is None and "day" in raw
            value = None if blank else join_date(given[0], given[1], given[2], year)
            if isinstance(value, Bad):
                self._bad_value(spec, last, position, value)
                value = None
            values.append(None if value is None else value.toordinal() - EPOCH)
        self.columns[spec.name] = values

    # -- what the title block supplies ----------------------------------------------------------------

    def _context_values(self) -> None:
        context = self.table.context
        count = len(self.rows)
        columns = self.columns
        if "fund" in self.specs and self.fund:
            columns["fund"] = [v or self.fund for v in columns.get("fund", [None] * count)]
        if "year" in self.specs and self.period and self.period.start.year == self.period.end.year:
            columns["year"] = [
                self.period.start.year if v is None else v for v in columns.get("year", [None] * count)
            ]
        if "month" in self.specs and "month" not in columns and self.period and self.period.kind == "月":
            columns["month"] = [self.period.start.month] * count
        for role in ("cooperative", "red_company", "account_no", "account_name", "bank"):
            if role in self.specs and role in context.pairs:
                columns[role] = [v or context.pairs[role] for v in columns.get(role, [None] * count)]
        if "account_kind" in self.specs and "account_kind" not in columns and (word := self._account_kind()):
            columns["account_kind"] = [word] * count
        if "currency" in self.specs:
            stated = context.pairs.get("currency", "")
            default = currency_of(stated.split(" ")[0]) or "人民币" if stated else "人民币"
            if "currency" not in columns:
                columns["currency"] = [default] * count
        for name in ("summary", "item"):
            spec = self.specs.get(name)
            if spec and spec.required and name not in columns and context.title:
                columns[name] = [tidy(context.title)] * count
                self.say("C15", None, None, spec.title, "", column_title=spec.title, title=context.title)
        date_field = self.ledger.date_field
        if (
            date_field
            and self.specs[date_field].required
            and date_field not in columns
            and self.period
            and self.period.kind == "日"
        ):
            columns[date_field] = [self.period.start.toordinal() - EPOCH] * count
            title = self.title_of(date_field)
            self.say("C16", None, None, title, "", column_title=title, day=self.period.start.isoformat())

    def _account_kind(self) -> str:
        for text in (*self.table.context.lines, *(t for _, t in self.table.names.ordered()[:2])):
            if "现金" in text and "银行" not in text:
                return "现金"
            if "银行" in text and "现金" not in text:
                return "银行"
        return ""

    def _fill_down(self) -> None:
        """Fill blank dates and vouchers where the layout leaves them to the line above."""
        columns = self.columns
        if self.ledger.fill_down and "voucher_no" in columns:
            vouchers = columns["voucher_no"]
            for position in range(1, len(self.rows)):
                if vouchers[position] is None:
                    vouchers[position] = vouchers[position - 1]
                for name in self.ledger.fill_down:
                    values = columns.get(name)
                    if (
                        values
                        and values[position] is None
                        and vouchers[position] == vouchers[position - 1]
                        and position not in self.aside
                    ):
                        values[position] = values[position - 1]
            return
        name = self.ledger.date_field
        values = columns.get(name, [])
        blank = [p for p, v in enumerate(values) if v is None and p not in self.aside]
        # One missing date is a mistake to report; a book that writes each day once is a layout.
        if not values or values[0] is None or len(blank) < 3 or len(blank) * 5 < len(values):
            return
        for position in blank:
            values[position] = values[position - 1]
        place = self.table.recognition.columns[name]
        self.say(
            "C14",
            self.rows[blank[0]],
            [*place.columns, *place.parts.values()][0],
            self.title_of(name),
            "空白",
            count=len(blank),
        )

    def _carried(self, name: str, column: Column) -> None:
        raw = self._raw(column.columns[0], spread=True) if column.columns else []
        if name == "_year":
            years = [to_year(c) for c in raw]
            self.columns["_year"] = [y if isinstance(y, int) else None for y in years]
        else:
            self.columns["_period"] = [tidy(cell_text(c)) or None for c in raw]

    def _periods(self) -> None:
        """Give each row its own period where a column states year, month or period."""
        years = (
            self.columns.get("year")
            if "year" in self.table.recognition.columns
            else self.columns.pop("_year", None)
        )
        months = self.columns.get("month")
        stated = self.columns.pop("_period", None)
        if years is None and months is None and stated is None:
            return
        default = (
            self.period.start.year if self.period and self.period.start.year == self.period.end.year else None
        )
        starts: list[object] = []
        kinds: list[object] = []
        for position in range(len(self.rows)):
            year = (years[position] if years else None) or default
            month = months[position] if months else None
            text = stated[position] if stated else None
            period = row_period(year, month, text)
            starts.append(period[0])
            kinds.append(period[1])
        self.columns["period"], self.columns["period_kind"] = starts, kinds

    def _categories(self) -> None:
        if "category_source" not in self.specs or "summary" not in self.columns:
            return
        given = self.columns.get("category", [None] * len(self.rows))
        summaries = self.columns["summary"]
        self.columns["category_source"] = ["推断" if v is None else "填报" for v in given]
        self.columns["category"] = [
            infer_category(self.ledger.name, str(s or "")) if v is None else v
            for v, s in zip(given, summaries, strict=True)
        ]

    # -- rows ----------------------------------------------------------------------------------------

    def _split_rows(self, extract: Extract) -> None:
        self._required()
        amounts = [self.columns[n] for n in self.ledger.amount_fields if n in self.columns]
        currency = self.columns.get("currency")
        keep: list[int] = []
        for position, row in enumerate(self.rows):
            if position in self.no_move:
                self.table.skip(f"不动钱的行（{self.no_move[position]}）", [row])
                continue
            foreign = currency is not None and currency[position] != "人民币"
            money = 0 if foreign else sum(c for a in amounts if isinstance(c := a[position], int))
            extract.money_read += money
            if position in self.aside or extract.sent_back:
                reason = self.aside.get(position, "整张表退回")
                extract.money_rejected += money
                extract.rejected.append(
                    Rejected(row + 1, reason, [cell_text(c) for c in self.sheet.rows[row]])
                )
            else:
                keep.append(position)
        whole = len(keep) == len(self.rows)
        for name, values in self.columns.items():
            extract.columns[name] = values if whole else [values[p] for p in keep]
        extract.rows = [self.rows[p] + 1 for p in keep]
        extract.skipped = {reason: len(rows) for reason, rows in self.table.skipped.items()}
        extract.rows_read = len(extract.rows) + len(extract.rejected) + sum(extract.skipped.values())

    def _required(self) -> None:
        from_village = (
            {"village_name", "village_code", "township"} if self.ledger.name != "village" else set()
        )
        for spec in self.ledger.fields:
            if not spec.required or spec.name in from_village:
                continue
            values = self.columns.get(spec.name)
            for position in range(len(self.rows)):
                if (
                    (values is None or values[position] is None)
                    and position not in self.aside
                    and position not in self.no_move
                ):
                    self._lacks("R01", spec.name, position, spec.title)
        for group in self.ledger.one_of:
            present = [self.columns[n] for n in group if n in self.columns]
            title = "或".join(self.title_of(n) for n in group)
            for position in range(len(self.rows)):
                if position in self.aside or position in self.no_move:
                    continue
                if all(values[position] is None for values in present):
                    self._lacks("R02", group[0], position, title)

    def _lacks(self, code: str, name: str, position: int, title: str) -> None:
        columns = self.table.recognition.columns
        column = columns.get(name) or next(
            (columns[s.name] for s in self.ledger.sided if s.name in columns and name in (s.plus, s.minus)),
            None,
        )
        places = (
            [*column.columns, *column.parts.values()]
            if column
            else filled(self.sheet.rows[self.rows[position]])
        )
        self.say(code, self.rows[position], places[0] if places else 0, title, "空白", column_title=title)
        self.aside[position] = f"缺“{title}”"


@lru_cache(maxsize=4096)
def row_period(year: object, month: object, text: object) -> tuple[int | None, str | None]:
    """Work out the first day (since ``EPOCH``) and kind of a row's own period."""
    if isinstance(text, str):
        found = find_period(text, year if isinstance(year, int) else None)
        if found is None and isinstance(year, int) and (number := to_month(text)) and isinstance(number, int):
            month = number
        elif found:
            return found.start.toordinal() - EPOCH, found.kind
    if not isinstance(year, int):
        return None, None
    if isinstance(month, int):
        return date(year, month, 1).toordinal() - EPOCH, "月"
    return date(year, 1, 1).toordinal() - EPOCH, "年"


def _looks_numeric(value: Cell) -> bool:
    return isinstance(value, str) and any(c.isdigit() for c in value)


def _share(value: object, percent: bool) -> object:
    """Convert a percentage to a share of 1; values above 1 can only be percentages."""
    if not isinstance(value, int):
        return value
    one = 10**8
    return value // 100 if (percent or value > one) and abs(value) <= 100 * one else value
