"""Read the block above a table: its titles, and 编制单位, 单位, 期间, 账号 … with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.layout import labels
from pipeline.values import accounts
from pipeline.values.celltext import cell_text, tidy
from pipeline.values.money import unit_factor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.values.cell import Cell

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
    "from": ("起始日期", "起始时间", "开始日期", "开始时间", "查询起始日期", "起日期"),
    "to": ("终止日期", "终止时间", "截止日期", "截止时间", "结束日期", "结束时间", "查询截止日期", "止日期"),
    "fund": ("资金类别", "资金名称", "资金性质", "资金来源"),
    "currency": ("币种", "货币", "币别"),
    # The account that a page is of; of cash, bank or any other.
    "page_account": ("科目", "会计科目", "科目名称", "会计科目名称", "总账科目", "一级科目"),
    "page_detail": ("二级科目", "明细科目", "三级科目", "子目", "细目"),
    "page_code": ("科目编码", "科目代码", "会计科目编码", "会计科目代码", "科目编号"),
    "unit": ("金额单位", "货币单位", "计量单位"),
    "other": (
        "日期", "制表日期", "填表日期", "填报日期", "打印日期", "打印时间", "制表人", "填表人", "审核人",
        "联系电话", "公示时间", "导出时间", "页码", "报送日期", "报表日期", "负责人",
        "查询日期", "制单", "审核", "对方科目", "对应科目", "预算科目", "支出科目", "收入科目", "经济科目", "功能科目",
    ),
}  # fmt: skip
_ROLE_OF = {key: role for role, keys in KEYS.items() for key in keys}
# Exports pad keys to one width: 账 号, 币 种.
_KEYS = (" ?".join(map(re.escape, key)) for key in sorted(_ROLE_OF, key=len, reverse=True))
_PAIR = re.compile(f"({'|'.join(_KEYS)})" + r"\s*:\s*")
# What may follow the account of a page in one cell: 科目:管理费用 2023年 第1页.
_REST = re.compile(r" (?=(?:19|20)\d{2} ?年|\d{1,2} ?月|第.{1,4}页|共.{1,4}页)")
_LEAD = re.compile(r"[\u4e00-\u9fff]{1,6}$")
_DAY = re.compile(r"\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?")
_CURRENCY = {
    spelling: name
    for name, spellings in {
        "人民币": "人民币 cny rmb 元 本位币 人民币元 rmb人民币 cny人民币 156",
        "美元": "美元 usd 美金",
        "港币": "港币 港元 hkd",
        "欧元": "欧元 eur",
        "日元": "日元 jpy",
        "英镑": "英镑 gbp",
    }.items()
    for spelling in spellings.split()
}

# An organisation's name over a title of its own: 东滩村, 青石镇东滩村股份经济合作社.
_WHOSE_ALONE = re.compile(r"[\u4e00-\u9fff]{1,24}(?:村|社区|乡|镇|街道|委员会|居委会|村委会|合作社|公司)")


@dataclass(slots=True)
class Context:
    """What a title block says.

    ``lines`` are free texts (titles), ``pairs`` are role → value, ``stated`` days and years with their labels as
    written. ``above`` are titles that a table further down inherits from the top of its sheet; ``header`` is what
    the header itself says (2013年 over 月, 日). ``below``: ``above`` is that of a table further up, not beside it.
    ``days``: cells that hold a day as such, without a label.
    """

    lines: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    stated: list[tuple[str, str]] = field(default_factory=list)
    factor: int | None = None
    unit_line: bool = False
    above: list[str] = field(default_factory=list)
    header: str = ""
    below: bool = False
    days: list[date] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The first free line that says more than whose it is; the sheet's where the table has none."""
        lines = [*self.lines, *self.above]
        return next((line for line in lines if not _WHOSE_ALONE.fullmatch(line)), next(iter(lines), ""))


def currency_of(text: str) -> str | None:
    """Name the currency a cell or unit line states, None where it states none."""
    return _CURRENCY.get(tidy(text).lower().strip("()").replace("(", "").replace(")", ""))


def is_pairs(texts: list[str]) -> bool:
    """Tell whether texts are names and values in turn (账号, 1498…, 账户名称, 某某), as above bank statements."""
    names, values = texts[::2], texts[1::2]
    if len(names) != len(values) or set(values) & _ROLE_OF.keys():
        return False
    pairs = zip(names, values, strict=True)
    return all(n in _ROLE_OF or (labels.is_label(n) and labels.is_when(v)) for n, v in pairs)


def is_heading(cells: Iterable[Cell]) -> bool:
    """Tell whether a row holds nothing but pairs such as 编制单位：…, 单位：元, as page headings do."""
    context = read_block([list(cells)])
    return bool(context.pairs or context.unit_line) and not context.lines


def read_block(rows: Iterable[list[Cell]]) -> Context:
    """Read the rows above a header into a ``Context``."""
    context = Context()
    for row in map(_joined, rows):
        pending = ""
        # 招商银行 begins every line of its preamble with #.
        texts = [text for cell in row if (text := tidy(cell_text(cell)).lstrip("# "))]
        written = {tidy(cell).lstrip("# ") for cell in row if isinstance(cell, str)}
        texts = list(labels.joined(texts))
        context.days += [cell for cell in row if isinstance(cell, date)]
        for text, after in zip_longest(texts, texts[1:], fillvalue=""):
            if pending and (":" not in text or labels.is_when(text)):
                _put(context, pending, text)
                pending = ""
            elif text in written:
                pending = _read_text(context, text, after)
    unit = context.pairs.get("village", "")
    if "合作社" in unit and "经济合作社" not in unit:
        # A form that a co-operative makes out; a 股份经济合作社 is the village itself.
        context.pairs.setdefault("cooperative", unit)
    ends = [_DAY.search(context.pairs.get(role, "")) for role in ("from", "to")]
    if ends[0] and ends[1]:
        context.pairs.setdefault("period", f"{ends[0][0]}至{ends[1][0]}")
    return context


def _joined(row: list[Cell]) -> list[Cell]:
    """Join a title spread over cells: 2024 | 年 | 3 | 月 | 收支明细表."""
    cells = [cell for cell in row if cell != ""]
    if len(cells) < 3 or not {"年", "年度"} & {c for c in cells if isinstance(c, str)}:
        return row
    return ["".join(cell_text(cell) for cell in cells)]


def _read_text(context: Context, text: str, after: str) -> str:
    """Read one cell, with what stands in the next; returns a key that waits for that as its value."""
    bare = text.rstrip(": ").replace(" ", "")
    if bare in _ROLE_OF and (text != bare or _ROLE_OF[bare] != "unit"):
        return bare
    if labels.is_when(after) and labels.is_label(bare):
        return bare
    for label, when in labels.stated(text):
        context.stated.append((label, when))
        if label not in _ROLE_OF and label != "时间":
            _keep(context, labels.role_of(label, when), label, when)
            text = labels.without(text, label, when)
    if not text:
        return ""
    found = [one for one in _PAIR.finditer(text) if not _other_term(text, one)] if ":" in text else []
    if not found:
        factor = unit_factor(text)
        if factor is not None and len(text) <= 12:
            context.factor, context.unit_line = factor, True
        else:
            context.lines.append(text)
        return ""
    if lead := text[: found[0].start()].strip(" (（[【"):
        context.lines.append(lead)
    for here, later in zip(found, [*found[1:], None], strict=True):
        key = here.group(1).replace(" ", "")
        value = text[here.end() : later.start() if later else len(text)].strip(" ;,；，[]")
        if not value:
            return key if later is None else ""
        _put(context, key, value)
    return ""


def _other_term(text: str, pair: re.Match[str]) -> bool:
    """Tell whether what stands right before a key makes it another one: 合同起始日期, 截至日期."""
    lead = _LEAD.search(text, 0, pair.start())
    if lead is None:
        return False
    dates = _ROLE_OF[pair.group(1).replace(" ", "")] in {"from", "to", "period"}
    return lead[0].endswith("截至") or (dates and labels.is_other_term(lead[0]))


def _put(context: Context, key: str, value: str) -> None:
    if labels.is_when(value):
        context.stated.append((key, value))
    role = _ROLE_OF.get(key) or labels.role_of(key, value)
    if key in {"账户", "账户名称"} and (accounts.split(value) or accounts.is_charted(value)):
        role = "page_account"
    if role.startswith("page_"):
        value, *more = _REST.split(value, maxsplit=1)
        context.lines.extend(more)
        value = value if "(" in value else value.rstrip(")")
    first, *rest = value.split(" ")
    factor = unit_factor("单位:" + first)
    if role in {"unit", "village"} and factor is not None and len(first) <= 6:
        context.factor, context.unit_line = factor, True
        context.lines.extend(r for r in rest if r)
        return
    if role == "account_no" and ":" in value:
        # 招商银行: [一卡通:6225********5678 东滩村]
        value, _, holder = value.rpartition(":")[2].partition(" ")
        if holder:
            context.pairs.setdefault("account_name", holder)
    if role == "unit" and currency_of(first) not in {None, "人民币"}:
        context.pairs.setdefault("currency", first)
    _keep(context, role, key, value)


def _keep(context: Context, role: str, label: str, value: str) -> None:
    """Keep the first value of a role; a year and a month stated apart are one period."""
    before = context.pairs.get(role)
    if before is not None and role == "period":
        context.pairs[role] = labels.together(before, label, value)
    context.pairs.setdefault(role, value)
