"""Draw names, numbers and amounts that look real and check out, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp, log
from random import Random

from stdnum.cn import ric, uscc

# Ids of persons need a place that existed; the county itself is made up.
_BIRTHPLACES = ("640121", "640122", "640181", "642221", "640324")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
)
_GIVEN = "建国强军伟芳秀兰英敏静丽勇艳杰娟涛明超玉梅桂凤春红海燕金文志永福学成光荣德忠生全平贵云山林龙宝泉富庆祥义发根旺顺才东华"
_ACCOUNT_BANKS = ("621700", "622848", "623190", "621226")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an id number, an account and a telephone."""

    name: str
    id_no: str
    account: str
    phone: str


@lru_cache(maxsize=8)
def _logs(low: int, high: int) -> tuple[float, float]:
    return log(low), log(high)


def money(rng: Random, low: int, high: int) -> int:
    """Draw an amount between ``low`` and ``high`` 元, evenly over its magnitude; returns cents.

    Where ``high`` is ten times ``low``, first digits are as frequent as in amounts that came about by themselves.
    """
    yuan = exp(rng.uniform(*_logs(low, high)))
    style = rng.random()
    if style < 0.5:
        return round(yuan) * 100
    return round(yuan * 10) * 10 if style < 0.75 else round(yuan * 100)


def digits(rng: Random, count: int) -> str:
    """Draw a string of digits that does not begin with 0."""
    return str(rng.randint(10 ** (count - 1), 10**count - 1))


def account(rng: Random) -> str:
    """Draw the number of a private account: 19 digits."""
    return rng.choice(_ACCOUNT_BANKS) + digits(rng, 13)


def name(rng: Random) -> str:
    """Draw a person's name."""
    given = rng.choice(_GIVEN)
    return rng.choice(_SURNAMES) + given + (rng.choice(_GIVEN) if rng.random() < 0.85 else "")


def person(rng: Random, taken: set[str], oldest: int = 1945) -> Person:
    """Draw somebody whose name is not in ``taken``, and enter it there."""
    while (chosen := name(rng)) in taken:
        pass
    taken.add(chosen)
    return Person(chosen, id_number(rng, oldest), account(rng), "1" + rng.choice("3578") + digits(rng, 9))


def id_number(rng: Random, oldest: int = 1945) -> str:
    """Draw an id number with a valid check digit."""
    born = date(rng.randint(oldest, 1995), rng.randint(1, 12), rng.randint(1, 28))
    body = f"{rng.choice(_BIRTHPLACES)}{born:%Y%m%d}{rng.randint(0, 999):03}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(rng: Random, kind: str) -> str:
    """Draw a credit code with a valid check digit; ``kind`` is its two first characters (91 company)."""
    body = f"{kind}640199{''.join(rng.choice(_ALPHABET) for _ in range(9))}"
    return body + uscc.calc_check_digit(body)


def invoice(rng: Random, day: date) -> str:
    """Draw the number of an electronic invoice: 20 digits, the year in front."""
    return f"{day:%y}64{digits(rng, 16)}"
