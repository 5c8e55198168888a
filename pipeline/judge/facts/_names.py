"""Bring names of payees to one spelling, and say which spellings may be one payee."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONG = 6  # characters of a firm's name of which one may be another of the same sound
SIMILAR = 0.92  # rule INV04: 收款人 char-JW ≥ 0.92 且拼音相同
_BRACKETED = re.compile(r"[(\[{<【〔《「][^)\]}>】〕》」]*[)\]}>】〕》」]")
_NOT_NAME = re.compile(r"[^\w]|_")
_COMPANY = re.compile(r"(股份有限|有限责任|有限)?公司$")
_COOPERATIVE = re.compile(r"(农民)?专业合作社$")
_PERSON = re.compile(r"[㐀-鿿]{2,4}")
# A name that ends so is an office, a shop or a committee, however short.
_OFFICE = re.compile(
    r"(委会|委员会|协会|商会|工会|监会|所|局|站|院|校|小学|中学|幼儿园|店|厂|社|银行|商行|车行|部|组|队|场|馆|中心|公司|超市"
    r"|村|镇|乡|县|市|户|等|人|员|款|费)$"
)


@lru_cache(maxsize=200_000)
def normalise(name: str) -> str:
    """Strip what is not part of a name: width, spaces, brackets, the legal form of a company.

    What stands in brackets after a person's name (张三(三组)) goes; in a firm's name it stays.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    outside = _NOT_NAME.sub("", _BRACKETED.sub("", text))
    if is_person(outside):
        return outside
    whole = _NOT_NAME.sub("", text).upper()
    bare = _COOPERATIVE.sub("合作社", _COMPANY.sub("", whole))
    # 兴旺公司 must not turn into a Mr 兴旺.
    return f"{bare}公司" if not bare or (bare != whole and is_person(bare)) else bare


@lru_cache(maxsize=200_000)
def is_person(name: str) -> bool:
    """Say whether a normalised name is a person's: 2-4 Han characters that name no office."""
    return _PERSON.fullmatch(name) is not None and _OFFICE.search(name) is None


@lru_cache(maxsize=200_000)
def sound(name: str) -> str:
    """Spell a name by sound: a person's with tones (李明 is not 李民), a firm's without."""
    # Late: few nights have two names to compare, and its dictionary takes a third of a second to load.
    from pypinyin import Style, lazy_pinyin

    style = Style.TONE3 if is_person(name) else Style.NORMAL
    return " ".join(lazy_pinyin(name, style=style))


def may_be_one(one: str, other: str) -> bool:
    """Say whether two names that sound alike can be one payee, misspelt.

    A person: the same family name and at most one other character (张三, 张叁). A firm: one other character
    of six or more (佳源商贸, 嘉源商贸 of one place), or characters alike to ``SIMILAR``. Anything looser
    would accuse two people of being one.
    """
    if is_person(one) != is_person(other) or sound(one) != sound(other):
        return False
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    if is_person(one):
        return len(one) == len(other) and one[0] == other[0] and differing <= 1
    if len(one) == len(other) >= _LONG and differing <= 1:
        return True
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity(one, other) >= SIMILAR
