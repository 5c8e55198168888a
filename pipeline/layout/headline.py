"""Find what a title block states for all rows of a table: 发放日期：2024年3月5日, 考核年度：2023, 用工事由：修渠."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout import voucher_head
from pipeline.layout.headers import clean
from pipeline.layout.labels import is_made_or_shown
from pipeline.values.cell import Bad
from pipeline.values.dates import EPOCH, to_date, to_year
from pipeline.values.spans import day_span

if TYPE_CHECKING:
    from pipeline.layout.headers import Headers
    from pipeline.layout.titleblock import Context

# Which day is meant such a label leaves open: it stands in only for a day that must be there.
_ANY_DAY = frozenset({"日期", "时间"})
_PAIR = re.compile(
    r"(?:^|(?<=[ ;,；，。]))"
    r"(?P<label>[\u4e00-\u9fff]{2,8}) ?[:：] ?(?P<text>[^:：;；]{1,40}?)"
    r"(?=$|[;；。]| +[\u4e00-\u9fff]{2,8} ?[:：])"
)
# 自2024年1月1日起执行, 自2024年度起施行（2024-01-01）
_SINCE = re.compile(
    r"[自从](?P<since>[0-9][^自从起]{3,12})起(?:开始)?(?:执行|施行|实施)(?:[(（](?P<day>[0-9][^()（）]{5,10})[)）])?"
)
_RULED_FROM = "执行日期"
# The paper by which all rows hold good, alone on its line: （灵组发〔2022〕3号）
_PAPER = re.compile(
    r"[(（]?(?P<no>[\u4e00-\u9fff]{2,12}[〔\[【(（](?:19|20)\d{2}[〕\]】)）]第?\d{1,4}号)[)）]?"
)
_PAPER_NO = "文号"


@dataclass(frozen=True, slots=True)
class Stated:
    """A day (since ``EPOCH``), a year or a text with its label, as the title block has it.

    Without a label it is what a form says of itself in its usual place.
    """

    value: int | str
    label: str
    text: str


def stated(headers: Headers, kind: str, context: Context, year: int | None = None) -> dict[str, Stated]:
    """Map the date and year fields of ``kind`` to what the title block states for them.

    ``year`` completes a day without one.
    """
    index = headers.kinds[kind]
    found: dict[str, Stated] = {}
    since = [
        (_RULED_FROM, one["day"] or one["since"]) for line in context.lines for one in _SINCE.finditer(line)
    ]
    for label, text in [*context.stated, *since]:
        match = None if is_made_or_shown(label) else headers.match(kind, (clean(label),))
        spec = index.specs.get(match.target) if match and not match.part else None
        if spec is None or spec.role not in {"date", "year"}:
            continue
        if label in _ANY_DAY and not spec.required:
            continue
        span = next((span for span in index.ledger.spans if span.first == spec.name), None)
        run = day_span(text, year, whole=span.whole, alone=False) if span and spec.role == "date" else None
        if span and isinstance(run, tuple) and run[0] and run[1]:
            for name, day in ((span.first, run[0]), (span.last, run[1])):
                found.setdefault(name, Stated(day.toordinal() - EPOCH, label, text))
            continue
        value = to_year(text) if spec.role == "year" else to_date(text, year)
        if value is not None and not isinstance(value, Bad):
            number = value if isinstance(value, int) else value.toordinal() - EPOCH
            found.setdefault(spec.name, Stated(number, label, text))
    return found


def texts(headers: Headers, kind: str, context: Context) -> dict[str, Stated]:
    """Map the fields of ``kind`` that a label may state for all rows to what the title block states for them."""
    index = headers.kinds[kind]
    found: dict[str, Stated] = {}
    for line in context.lines if index.ledger.stated_above else ():
        for one in _PAIR.finditer(line):
            match = index.exact(clean(one["label"]))
            text = _SINCE.sub("", one["text"]).strip(" ;,；，。、")
            if match and not match.part and match.target in index.ledger.stated_above and text:
                found.setdefault(match.target, Stated(text, one["label"], text))
        if (paper := _PAPER.fullmatch(line)) and "document_no" in index.ledger.stated_above:
            found.setdefault("document_no", Stated(paper["no"], _PAPER_NO, paper["no"]))
    for name, value in voucher_head.stated(index, context).items():
        number = value - EPOCH if index.specs[name].role == "date" and isinstance(value, int) else value
        found.setdefault(name, Stated(number, "", str(value)))
    return found
