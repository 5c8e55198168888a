"""Read what stands around a table: title, 编制单位, 单位, 期间, 账号; and the names of sheet, file and folders.

Sources are kept in the order in which they count: title block, sheet name, file name, folders.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.dates import Period, find_period
from pipeline.money import unit_factor
from pipeline.vocabulary import fund_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.workbook import Cell

KEYS = {
    "village": (
        "编制单位", "单位名称", "填报单位", "记账单位", "填制单位", "报送单位", "核算单位", "村级组织名称",
        "村(社区)名称", "村(社区)", "村名", "村名称", "行政村", "账套名称", "账套", "单位", "公开单位",
        "制表单位", "所属村", "使用单位", "会计主体",
    ),
    "township": ("乡镇", "乡(镇)", "镇(街道)", "乡镇(街道)", "所属乡镇"),
    "account_no": (
        "账号", "帐号", "账户", "卡号", "银行账号", "账户号码", "客户账号", "查询账号", "卡号/账号",
        "支付宝账户", "微信号",
    ),
    "account_name": ("户名", "账户名称", "帐户名称", "客户名称", "账户名", "开户名称"),
    "bank": ("开户行", "开户银行", "开户机构", "银行名称", "开户网点", "银行"),
    "cooperative": ("合作社", "合作社名称", "入股单位", "合作社(盖章)", "被投资单位", "入股合作社"),
    "red_company": ("红色公司", "投资主体", "红色公司名称"),
    "period": (
        "期间", "会计期间", "起止日期", "查询时间段", "对账期间", "所属期间", "账期", "年度", "会计年度",
        "查询期间", "起止时间", "所属年度", "红利年度", "月份",
    ),
    "fund": ("资金类别", "资金名称", "资金性质", "资金来源"),
    "currency": ("币种", "货币", "币别"),
    "unit": ("金额单位", "货币单位", "计量单位"),
    "other": (
        "日期", "制表日期", "填表日期", "填报日期", "打印日期", "打印时间", "制表人", "填表人", "审核人",
        "联系电话", "公示时间", "导出时间", "起始日期", "终止日期", "页码", "科目", "会计科目", "报送日期",
        "报表日期", "负责人", "查询日期", "制单", "审核",
    ),
}  # fmt: skip
_ROLE_OF = {key: role for role, keys in KEYS.items() for key in keys}
_PAIR = re.compile("(" + "|".join(sorted(map(re.escape, _ROLE_OF), key=len, reverse=True)) + r")\s*:\s*")
_CURRENCY = {
    spelling: name
    for name, spellings in {
        "人民币": "人民币 cny rmb 元 本位币",
        "美元": "美元 usd",
        "港币": "港币 港元 hkd",
        "欧元": "欧元 eur",
        "日元": "日元 jpy",
        "英镑": "英镑 gbp",
    }.items()
    for spelling in spellings.split()
}


@dataclass(slots=True)
class Context:
    """What a title block says. ``lines`` are free texts (titles), ``pairs`` are role → value."""

    lines: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    factor: int | None = None
    unit_line: bool = False

    @property
    def title(self) -> str:
        """The first free line, which is the table's title."""
        return self.lines[0] if self.lines else ""


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Normalise a text to NFKC with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def cell_text(value: Cell) -> str:
    """Show a cell as text; whole numbers without a decimal point, days as 2013-04-05."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def currency_of(text: str) -> str | None:
    """Name the currency a cell or unit line states, None where it states none."""
    return _CURRENCY.get(tidy(text).lower().strip("()"))


def read_block(rows: Iterable[list[Cell]]) -> Context:
    """Read the rows above a header into a ``Context``."""
    context = Context()
    for row in rows:
        pending = ""
        for cell in row:
            text = tidy(cell_text(cell))
            if not text:
                continue
            if pending and ":" not in text:
                _put(context, pending, text)
                pending = ""
            elif isinstance(cell, str):
                pending = _read_text(context, text)
    return context


def _read_text(context: Context, text: str) -> str:
    """Read one cell; returns a key that waits for its value in the next cell."""
    bare = text.rstrip(": ")
    if bare in _ROLE_OF and (text != bare or _ROLE_OF[bare] != "unit"):
        return bare
    found = list(_PAIR.finditer(text))
    if not found:
        factor = unit_factor(text)
        if factor is not None and len(text) <= 12:
            context.factor, context.unit_line = factor, True
        else:
            context.lines.append(text)
        return ""
    if lead := text[: found[0].start()].strip():
        context.lines.append(lead)
    for here, after in zip(found, [*found[1:], None], strict=True):
        value = text[here.end() : after.start() if after else len(text)].strip(" ;,；，")
        if not value:
            return here.group(1) if after is None else ""
        _put(context, here.group(1), value)
    return ""


def _put(context: Context, key: str, value: str) -> None:
    role = _ROLE_OF[key]
    first, *rest = value.split(" ")
    factor = unit_factor("单位:" + first)
    if role in {"unit", "village"} and factor is not None and len(first) <= 6:
        context.factor, context.unit_line = factor, True
        context.lines.extend(r for r in rest if r)
        return
    if role == "unit" and currency_of(first) not in {None, "人民币"}:
        context.pairs.setdefault("currency", first)
    context.pairs.setdefault(role, value)


@dataclass(slots=True)
class Names:
    """The names a table stands under, in the order in which they count."""

    sheet: str
    file: str
    folders: tuple[str, ...]

    @classmethod
    def of(cls, source_file: str, sheet: str) -> Names:
        """Split a path relative to inputs/ into file name and folders, nearest folder first."""
        path = PurePosixPath(source_file)
        return cls(sheet, path.stem, tuple(reversed(path.parts[:-1])))

    def ordered(self) -> list[tuple[str, str]]:
        """List (source, text) pairs: sheet name, file name, folders."""
        return [("工作表名", self.sheet), ("文件名", self.file), *(("文件夹名", f) for f in self.folders)]


def sources(context: Context, names: Names) -> list[tuple[str, str]]:
    """List (source, text) of everything that may name period or fund, in order."""
    return [("标题", line) for line in context.lines] + names.ordered()


def declared_period(context: Context, names: Names) -> tuple[Period | None, str]:
    """Find the declared period and where it stands.

    The first source that states one wins; a later source may narrow it (a title that says 2013 年 over
    sheets named 3月), and may supply the year that an earlier one leaves out.
    """
    texts = [("标题", line) for line in context.lines]
    if "period" in context.pairs:
        texts.append(("标题", context.pairs["period"]))
    texts += names.ordered()
    years = [p.start.year for _, text in texts if (p := _period(text, None))]
    best: Period | None = None
    source = ""
    for where, text in texts:
        found = _period(text, best.start.year if best else (years[0] if years else None))
        if found is None:
            continue
        if best is None or (found.kind != "日" and _narrower(found, best)):
            best, source = found, where
    return best, source


def _narrower(inner: Period, outer: Period) -> bool:
    same = (inner.start, inner.end) == (outer.start, outer.end)
    return not same and outer.start <= inner.start and inner.end <= outer.end


@lru_cache(maxsize=16384)
def _period(text: str, year: int | None) -> Period | None:
    return find_period(text, year)


def declared_fund(context: Context, names: Names) -> tuple[str, str]:
    """Find the fund and where it stands: title block, sheet name, file name."""
    if "fund" in context.pairs and (fund := fund_of(context.pairs["fund"])):
        return fund, "标题"
    for where, text in sources(context, names):
        if where != "文件夹名" and (fund := fund_of(text)):
            return fund, where
    return "", ""


def village_hints(context: Context, names: Names) -> list[tuple[str, str]]:
    """List (source, text) of everything that may name the village, in the order in which it counts."""
    hints = [("标题", context.pairs[key]) for key in ("village",) if key in context.pairs]
    hints += [("标题", line) for line in context.lines]
    hints += [("标题", context.pairs[key]) for key in ("account_name", "red_company") if key in context.pairs]
    return hints + names.ordered()
