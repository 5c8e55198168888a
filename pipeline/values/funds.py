"""Tell which fund a cell or a title speaks of: one of the fund catalogue, by name or synonym, or one of its own.

The shipped catalogue stands in ``schemas/vocabulary.toml``; what the counties add to it (资金目录表) is learned
before files are read.

No fund is found inside a longer word: 财政专项扶贫资金 is itself and not 专项资金. Of a title counts what is left when
village, year, 银行 and 现金 and the name of the book are taken away, and that as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.values.closed_words import plain, spellings, word_of
from pipeline.values.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable


class Fund(NamedTuple):
    """The name of a fund, and whether the catalogue knows it."""

    name: str
    known: bool


_SEVERAL = Fund("", False)
_LONGEST, _SHORT = 24, 12  # characters of a fund's own name; up to the second no book need be named beside it
_AND = re.compile(r"[、/和与及]")
_OWN = re.compile(r"[\u4e00-\u9fff0-9、“”()]{2,}(?:资金|基金|经费|专款|补偿款|补偿费|补助款)")
# Money, but no fund; and what only a sentence says.
_GENERAL = re.compile(
    r"(?:各类|各项|全部|所有|全村|本村|村级|有关|相关|货币|流动|上述|该|此|项目|其他)?(?:资金|基金|经费)"
)
_SENTENCE = re.compile(
    r"[,。;!?]|关于|用于|不得|应当|必须|同意|如下|请|须|的|由|说明|备注|注:|单位|填报|编制|制表"
)

_YEAR = r"(?:(?:19|20)[0-9]{2}|[〇○零一二三四五六七八九]{4}(?=年)|[0-9]{2}(?=年))(?:年度?|度)?"
_SMALL = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九元])"
_TO = r"(?:[-~至到、]+)"
_WHEN = (
    # The gaps of a form that nobody has filled in: ____村 20__年__月.
    re.compile(r"_+(?:村|社区|街道|乡镇|镇|乡|县|市)|(?:19|20)?_+年度?|_+[月季日](?:度|份)?"),
    re.compile(rf"{_YEAR}{_TO}{_YEAR}"),
    re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?(?![0-9])"),
    re.compile(_YEAR),
    re.compile(rf"第?{_SMALL}(?:{_TO}第?{_SMALL})?季度?|前{_SMALL}季度|[上下]半年度?|全年|年度"),
    re.compile(
        rf"{_SMALL}月份?(?:[0-9]{{1,2}}[日号]?)?(?:{_TO}(?:{_SMALL}月份?)?(?:[0-9]{{1,2}}[日号])?)?"
        rf"|{_SMALL}{_TO}{_SMALL}月份?|本月|当月|本季|当年|本年"
    ),
    re.compile(r"截[至止]|[0-9][0-9.\-/~]*[日号年月期批]?"),
)
_BREAK = re.compile(r"[_:;,。—–·/\\|+&]|-|~")
_BRACKETS = re.compile(r"\(([^()]*)\)?")

# The names of books and papers, and what is said of the money in them, stand after the fund.
_BOOK: list[str] = tables()["title"]["books"]
_DOING: list[str] = tables()["title"]["about"]
_TAIL = re.compile(f"(?:{'|'.join(sorted((*_BOOK, *_DOING), key=len, reverse=True))})$")
_ACCOUNT = re.compile("(?:银行)?(?:专户|账户|基本户|专账|专帐|户|账|帐)$")
# 党建台账 is about 党建经费, 党建活动支出 is not: a short name must stand alone but for the book, 收支 and the account.
_NICKNAMES = frozenset({"专项", "集体", "关爱", "办公", "运转", "民生", "党建", "惠农"})
_QUIET = frozenset(
    {*_BOOK, "收支", "银行存款", "银行", "存款", "库存现金", "现金", "货币资金", "专户", "账户", "户"}
)
_BOOK_TAIL = re.compile(f"(?:{'|'.join(sorted(_BOOK, key=len, reverse=True))})$")
_HEAD = re.compile(
    r"^(?:附件|附表|附)[0-9一二三四五六七八九十]*|^(?:财务|村务|村级)?(?:收支|银行存款|银行|库存现金|现金|货币资金)*"
    r"(?:明细账|日记账|流水账|出纳账|台账|明细表|收支表|公开表|公示表|公开榜)|^(?:银行存款|库存现金|现金)(?=.)|^本村"
)

_BODY: list[str] = tables()["title"]["bodies"]
_ENDS = re.compile(rf"(?:{'|'.join(_BODY)}|社区|嘎查|村|街道办事处|街道|苏木|乡|镇|县|区|旗|市|州|盟|省)")
# A sort of village, of land or of town is no name of a place; a verb before 村 makes it part of the fund's own name.
_SORT = re.compile(
    r"(?:贫困|空壳|薄弱|示范|试点|重点|美丽乡|农|自然|行政|建制|移民|脱贫|出列|后进|城中|空心|[一二三四五]星级|搬迁)村$"
)
_SORTS = {
    "村": "乡 驻 强 富 兴 文明 联 包 入 到 进 帮 万 百 千 整 特色 先进 民族 边境",
    "区": "山 库 灌 园 小 片 景 牧 林 老 革命老 灾 地 城 矿 湖 开发 保护 功能 新",
    "镇": "城 集 小城 乡",
    "乡": "城 下 返 回 水 家",
    "市": "城 超 门 菜 上 农贸",
    "县": "贫困 扶贫 强 富",
}
_NO_NAMES = frozenset(kind + end for end, kinds in _SORTS.items() for kind in kinds.split())
_VERB = re.compile(
    "扶持|发展|壮大|支持|帮扶|培育|推进|促进|补助|奖励|资助|建设|治理|改造|整治|保护|扶贫|救灾|使用|用于|拨付|下达|财政|资金|经费|基金|服务|关爱|专项"
    "|收支|支出|收入|关于"
)
# When it is given, and no part of the fund's name: 春节关爱资金.
_FEAST = re.compile(r"^(?:春节|元旦|元宵节?|端午节?|中秋节?|国庆节?|重阳节?|两节)(?:期间|前后|前夕)?")
_HAN = re.compile(r"[\u4e00-\u9fff、]{2,20}")
_NAMED = re.compile(r"(?:资金|基金|经费|专款|款|费|金)$")
_LISTED = re.compile(r"[、,，;；/\s]+")

# Folded spelling → the word, of what the counties' own catalogues call their funds.
_learned: dict[str, str] = {}


def learn(words: Iterable[str]) -> None:
    """Take ``words`` for funds as well, each by its own name: which one a county means by it is told by its catalogue."""
    if (found := {plain(word): word for word in words}) != _learned:
        _learned.clear()
        _learned.update(found)
        for known in (catalogue, fund_in_cell, fund_in_title):
            known.cache_clear()


@cache
def shipped() -> dict[str, str]:
    """Map every folded spelling of a fund of the shipped catalogue to its name."""
    return spellings(tuple((name, tuple(synonyms)) for name, synonyms in tables()["fund"].items()))


@cache
def catalogue() -> dict[str, str]:
    """Map every folded spelling of a fund to its name, those learned too."""
    return {**_learned, **shipped()}


def known_funds() -> tuple[str, ...]:
    """Name the funds of the catalogue."""
    return tuple(dict.fromkeys(catalogue().values()))


class Clash(NamedTuple):
    """A spelling in a county's catalogue that means another fund already: of which entry, and which fund."""

    position: int
    word: str
    fund: str


def county_catalogue(entries: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[Clash]]:
    """Map the folded spellings of a county's (name, synonyms) to its funds; one that means another fund is left out."""
    own: dict[str, str] = {}
    clashes: list[Clash] = []
    for position, (name, synonyms) in enumerate(entries):
        fund = shipped().get(plain(name)) or own.get(plain(name)) or "".join(name.split())
        for word in filter(None, (name, *_LISTED.split(synonyms))):
            meaning = shipped().get(plain(word)) or own.setdefault(plain(word), fund)
            if meaning != fund:
                clashes.append(Clash(position, word, meaning))
    return own, clashes


@lru_cache(maxsize=16384)
def fund_in_cell(text: str) -> Fund | None:
    """Read a cell that names a fund; one that the catalogue doesn't know keeps its own name. ``None`` if blank."""
    own = "".join(unicodedata.normalize("NFKC", text).split())
    if not own.strip("-—_/\\") or own == "无":
        return None
    name = word_of(catalogue(), text)
    if name is None and len(own) <= _LONGEST * 2:
        # 柳河村2024年集体资金专户 is 集体资金 of a village, a year and an account.
        name = next(
            (found for core in _cores(_dates_out(plain(text))) if (found := _known(core, _ACCOUNT))), None
        )
    return Fund(name, True) if name else Fund(own, False)


@lru_cache(maxsize=16384)
def fund_in_title(text: str) -> Fund | None:
    """Find the fund that a title or a name is about; ``None`` for none, or for more than one."""
    folded = plain(text)
    parts = [_BRACKETS.sub("\n", folded), *_BRACKETS.findall(folded)]
    pieces = [piece for part in parts for piece in _BREAK.split(_dates_out(part)) if piece.strip("\n")]
    found = {fund for piece in pieces if (fund := _of_piece(piece))}
    return found.pop() if len(found) == 1 and _SEVERAL not in found else None


def own_words(text: str) -> list[list[str]]:
    """List for each part of a title what may be left of it without date and place, longest first."""
    folded = plain(text)
    parts = [_BRACKETS.sub("\n", folded), *_BRACKETS.findall(folded)]
    return [_cores(bare) for part in parts if (bare := _dates_out(part)).strip("\n")]


def is_fund(core: str) -> bool:
    """Tell whether the words of a title (a part of ``own_words``) name a fund."""
    return _known(core, _TAIL) is not None or _OWN.fullmatch(_bare(core)) is not None


def _dates_out(text: str) -> str:
    """Put a line break where a year, month or number stood."""
    for pattern in _WHEN:
        text = pattern.sub("\n", text)
    return text


def _of_piece(piece: str) -> Fund | None:
    cores = _cores(piece)
    for core in cores:
        if name := _known(core, _TAIL):
            return Fund(name, True)
    # The last one is shortest: what stands after the village.
    core = _bare(cores[-1])
    if len(parts := _AND.split(core)) > 1 and any(_known(part, _TAIL) for part in parts):
        return _SEVERAL
    titled = _BOOK_TAIL.search(piece) or len(core) <= _SHORT
    if not titled or len(core) > _LONGEST or _SENTENCE.search(core) or _GENERAL.fullmatch(core):
        return None
    return Fund(core, False) if _OWN.fullmatch(core) else None


def _cores(piece: str) -> list[str]:
    """List what may be left of a piece when the name of a place before it is taken away, longest first."""
    place, broken, rest = piece.partition("\n")
    if broken and _is_place(place, before_year=True):
        piece = rest
    whole = piece.replace("\n", "")
    cuts = [
        found.end() for found in _ENDS.finditer(whole) if not _goes_on(found[0], whole[found.end() :][:1])
    ]
    return [whole, *(whole[end:] for end in cuts if _is_place(whole[:end], before_year=False))]


def _goes_on(end: str, following: str) -> bool:
    """Tell whether the word goes on: 县级, 乡村, 乡镇."""
    return following in {"", "级"} or (end != "村" and following in {"村", "镇"})


def _is_place(text: str, *, before_year: bool) -> bool:
    """Tell whether a text is the name of a place; right before the year 建设村 and 文明村 are one, too."""
    if not _HAN.fullmatch(text) or _SORT.search(text) or (not before_year and _VERB.search(text)):
        return False
    ends = list(_ENDS.finditer(text))
    if not ends or ends[-1].end() != len(text):
        return False
    last = ends.pop()
    if last[0] in _BODY:
        return True
    # The own name of the place: 红旗村 in 梨树乡红旗村, 库区 in 柳河村库区.
    starts = (*(found.end() for found in reversed(ends)), 0)
    name = next((text[start:] for start in starts if text[start:] != last[0]), "")
    return bool(name) and (name not in _NO_NAMES or (before_year and last[0] == "村" and name != "乡村"))


def _known(core: str, tail: re.Pattern[str]) -> str | None:
    """Find the fund that is all of ``core`` once what ``tail`` names is taken off its end, bit by bit."""
    for left in dict.fromkeys((core, _HEAD.sub("", core, count=1), _FEAST.sub("", core))):
        text, quiet = left, True
        while text:
            if (name := catalogue().get(text)) and (quiet or not _is_nickname(text)):
                return name
            if (end := tail.search(text)) is None:
                break
            quiet = quiet and end[0] in _QUIET
            text = text[: end.start()]
    return None


def _is_nickname(text: str) -> bool:
    return text in _NICKNAMES or (text in _learned and not _NAMED.search(text))


def _bare(core: str) -> str:
    core = _HEAD.sub("", core, count=1)
    while (shorter := _TAIL.sub("", core)) != core:
        core = shorter
    return core
