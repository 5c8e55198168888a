"""Read what names an account of the books: its code and its name in one text, and whether it holds cash or bank money."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from pipeline.values.celltext import squeeze, tidy
from pipeline.values.closed_words import plain
from pipeline.values.funds import is_fund, own_words
from pipeline.values.tables import tables

MoneyKind = Literal["现金", "银行", ""]

CODE = r"[0-9]{3,12}(?:[-._/][0-9]{1,6})*"
_AHEAD = re.compile(rf"[\[(【〔]?\s*(?P<code>{CODE})\s*[\])】〕]?[\s\-—–_:、.·]*(?P<name>[^\s0-9].*)")
_BEHIND = re.compile(rf"(?P<name>.*[^\s\[(【〔])\s*[\[(【〔]\s*(?P<code>{CODE})\s*[\])】〕]")
_BARE = re.compile(rf"[\[(【〔]?\s*(?P<code>{CODE})\s*[\])】〕]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# 2024年…, 101号公路, 300元: a figure of something, no code; nor is the year of 应收款(2023).
_COUNTED = re.compile(r"[年月日号元%]|万元|亿元|个月|人次|公里|平方")
_YEAR = re.compile(r"20[1-4][0-9](?:[01][0-9](?:[0-3][0-9])?)?")
# 101-521 is a choice of accounts, as exports print it; 全部科目 is none.
_RANGE = re.compile(r"(?P<first>[0-9]{3,16})\s*(?:[-~—–]|至|到)+\s*(?P<last>[0-9]{3,16})")
_ALL = re.compile("全部|所有|各科目|科目范围|不限|多科目")
_PARTS = re.compile(r"[-—–_/\\|>:、\s(（]+")
_MONEY = re.compile(r"(?:(?:库存|备用)?(?P<cash>现金)|银行存款|银行)(?:$|.*(?:行|社|户|[0-9]).*)")
# The accounts of cash and bank in the charts of villages and of companies; sub-accounts add two digits or more.
_MONEY_CODE = re.compile(r"(?P<top>1001|1002|101|102)(?:[-._/]?[0-9]{2,6})*")
# What a page of an account is called; 台账, 日记账, 流水账 and 明细表 are other books.
_PAGE = re.compile(
    r"(?:(?:三栏|多栏|数量金额|[一二三]级|科目|会计)式?)*(?:(?:明细|总)?分类账|分户明细账|明细账|分户账|总账|账页)$"
)
_BOOK = re.compile(r"(?<![台日记水纳户专])账$")
# Books of the money itself, and of a bank's customers, and what says no more than which way it went.
_MONEYS = re.compile("收支|收付|现金|银行|存款|资金|经费|基金|专款|财务|出纳|账户|交易|流水|客户|捐")
_NO_NAMES = frozenset({"", "收入", "支出", "开支", "费用", "项目", "工程", "各", "村级", "明细", "会计"})
_CODES = re.compile(r"(?<![0-9.])[0-9]{3,}")
_LONGEST = 16


class Account(NamedTuple):
    """The code and the name of an account, '' for what is not said."""

    code: str
    name: str

    @property
    def money(self) -> MoneyKind:
        """Tell whether it holds cash or bank money: by its name, else by its code."""
        if found := _MONEY.fullmatch(squeeze(self.name)):
            return "现金" if found["cash"] else "银行"
        if is_charted(self.name) or not (found := _MONEY_CODE.fullmatch(self.code)):
            return ""
        return "现金" if found["top"].endswith("1") else "银行"


@lru_cache(maxsize=16384)
def split(text: str) -> Account | None:
    """Part a text that holds both code and name: 102 银行存款, 102银行存款, [102]银行存款, 银行存款(102); None for any other."""
    found = _BEHIND.fullmatch(shown := tidy(text)) or _AHEAD.fullmatch(shown)
    if found is None or not _HAN.search(found["name"]) or _YEAR.fullmatch(found["code"]):
        return None
    if _COUNTED.match(found["name"]) and shown.startswith(found["code"] + found["name"][0]):
        return None
    return Account(found["code"], found["name"].strip())


def read(text: str) -> Account | None:
    """Read what a title block says after 科目：, an account by code, name or both; None for several accounts, or all."""
    shown = tidy(text)
    chosen = _RANGE.fullmatch(shown)
    if _ALL.search(shown) or (chosen and int(chosen["last"]) > int(chosen["first"])):
        return None
    if (bare := _BARE.fullmatch(shown)) and not _YEAR.fullmatch(bare["code"]):
        return Account(bare["code"], "")
    return split(shown) or (Account("", shown) if _HAN.search(shown) else None)


class Titled(NamedTuple):
    """What a title says of an account: which one (None for a page of one that is not said), and whether it is sure.

    Sure is a code, or a name of a chart before 明细账; anything else may be the title of another table.
    """

    account: Account | None
    sure: bool


@lru_cache(maxsize=16384)
def in_title(text: str) -> Titled | None:
    """Find the account whose page a title or name is of: 柳河村2023年管理费用明细账, 511 经营支出; None for other titles."""
    folded = plain(text)
    whole = folded[: found.start()] if (found := _PAGE.search(folded)) else folded
    whole = whole if "(" in whole else whole.rstrip(")")
    for start in _CODES.finditer(whole):
        if len(whole) - start.start() <= 2 * _LONGEST and (account := split(whole[start.start() :])):
            return Titled(account, sure=True)
    cores = [core for part in own_words(text) for core in part]
    for core in cores:
        for name in dict.fromkeys((_PAGE.sub("", core), core, _BOOK.sub("", core))):
            if len(name) <= _LONGEST and (is_charted(name) or Account("", name).money):
                return Titled(Account("", name), sure=name != core)
    titled = [_PAGE.sub("", core) for core in cores if _PAGE.search(core)]
    if not titled or is_fund(name := titled[-1]) or _MONEYS.search(name):
        return None
    if name in _NO_NAMES or len(name) > _LONGEST or not _HAN.search(name):
        return Titled(None, sure=False)
    return Titled(Account("", name), sure=False)


@lru_cache(maxsize=4096)
def of_money(text: str) -> bool:
    """Tell whether a title is that of a book of cash or bank money, whatever account it names."""
    return _MONEYS.search(plain(text)) is not None or "日记" in text


@lru_cache(maxsize=16384)
def is_charted(name: str) -> bool:
    """Tell whether a name, or what stands before its first dash, is an account of a chart of accounts."""
    whole = squeeze(name)
    return whole in _charted() or next(iter(_PARTS.split(whole)), "") in _charted()


@cache
def _charted() -> frozenset[str]:
    names = {name for chart in charts() for _, name, *_ in chart["accounts"]}
    return frozenset(squeeze(name) for name in {*names, *tables()["account"]["names"]})


@cache
def charts() -> list[dict[str, Any]]:
    """Give the charts of accounts of ``schemas/account_charts.toml``."""
    text = resources.files("schemas").joinpath("account_charts.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["chart"]
    return found
