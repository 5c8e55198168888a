"""What nobody would write and yet may stand in a cell: drawn by chance, of many sorts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from stdnum import luhn
from stdnum.cn import ric, uscc

from schemas import ledgers


@dataclass(frozen=True)
class Number:
    """A number as a file says it, whether or not it is one."""

    said: str

    @property
    def is_one(self) -> bool:
        return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", self.said) is not None


@dataclass(frozen=True)
class Fault:
    """An error value of a spreadsheet."""

    code: str


@dataclass(frozen=True)
class Formula:
    """A formula and the value that was stored with it."""

    text: str
    value: str


Cell = str | int | float | bool | date | Number | Fault | Formula | None

# First and last letters of what texts are drawn from: also controls, halves of pairs, marks that turn the
# direction, letters without a width, noncharacters.
_RANGES = (
    (0x20, 0x7E), (0x4E00, 0x9FFF), (0x1, 0x1F), (0x0, 0x0), (0x7F, 0xA0), (0x300, 0x36F), (0x600, 0x6FF), (0xD800, 0xDFFF),
    (0x1100, 0x11FF), (0x2000, 0x206F), (0x2460, 0x24FF), (0x3000, 0x33FF), (0xE000, 0xE0FF), (0xFE00, 0xFEFF),
    (0xFF00, 0xFFFF),
    (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF), (0x10FF00, 0x10FFFF),
)  # fmt: skip
_WORDS = (
    "", " ", "　", "0", "-", "—", "／", "（", "）)", "(((((", "[a-", "\\", "\\1", "$1", "'", '"', "''", "`", ";", "%s%n",
    "%", "{}{0}{village}",
    "'; drop table ledger.purchase; --", "=1+1", "=HYPERLINK(1)", "+1", "@SUM(A1)", "#REF!", "NaN", "nan", "Infinity",
    "-inf", "1e999",
    "None", "null", "true", "合计", "小计", "本月合计", "本年累计", "承前页", "过次页", "其中：", "单位：万元",
    "编制单位：", "制表人：", "是", "否", "〇",
    "壹佰万亿", "负壹", "人民币元整", "١٢٣", "1,2,3", "1.2.3", "１２．３", "--5", "5-", "(5)", "5%", "%5", "￥",
    "No space left on device",
    "Permission denied", "<script>alert(1)</script>", "<!--", "]]>", "&amp;", "&#0;", "_x0000_", "_xD800_", "_x000", "\r",
    "\n", "\t",
    "a\x00b", "a\x0bb", "\ufeff", "640181101201", "东滩村、西渠村", "东滩村及西渠村", "第99999999组", "2024年", "第0季度",
    "1-12月",
)  # fmt: skip
_DAYS = (
    "2024-02-30", "０００年１３月", "二〇二四年十三月", "1月1日-2月30日", "99991231", "00000000", "2024.13", "明年",
    "0001-01-01", "9999-12-31",
    "10000-01-01", "2024-01-01 25:61:61", "2024年13月32日", "24.2.29", "1月31日至", "2024-1-1~", "民国113年",
    "２０２４－０２－２９", "2024W53",
    "2024-366", "2024/0/0", "29.2.1900", "1900-02-29", "正月初一", "24:00", "-1:00", "2024年1月1日2月2日3月3日",
)  # fmt: skip
# What a careless pattern takes for ever to look at.
_LONG = (
    "(", "[", "年", "1", "0", "1,", "1-", "1.", "-", " ", "\n", "、", "一", "万", "零", "2024年1-", "2024-01-01、", "合计",
    "（1）", "'", '"', "\\",
    "&", "<", "a@", "=", "东滩村", "6", "é", "\U0001f600", "\t,", "1月", "第", "元角分", "壹", "%",
)  # fmt: skip
_TOKENS = (
    "1E+400", "-1e400", "1e-400", "-0", "0x1F", "1_000", "", " 7 ", "1.", ".5", "+5", "1,5", "abc",
    "9" * 400, "0." + "0" * 400 + "1", "1e308", "-1e308", "5e-324", "99999999999999.995", "9223372036854775808", "1e16",
    "-1e16",
    "9999999999999999.99", "0.1", "0.30000000000000004", "1.005", "2.675", "-2958466", "2958466", "2958465.99999999", "60",
    "59.5", "1e15",
    "NaN", "nan", "INF", "inf", "-Infinity",
)  # fmt: skip


def said(cell: Cell) -> str:
    """Write a cell as text."""
    match cell:
        case None:
            return ""
        case Number(said=token):
            return token
        case Fault(code=code):
            return code
        case Formula(text=formula):
            return f"={formula}"
        case _:
            return str(cell)


def value(chance: Random, plain: Cell) -> Cell:
    """Draw one odd value; some are ``plain`` ones gone wrong."""
    if isinstance(plain, str) and plain and chance.random() < 0.3:
        return _spoiled(chance, plain)
    return chance.choice(_SORTS)(chance)


def text(chance: Random) -> str:
    """Draw letters of one or two sorts, of any length."""
    letters = []
    for _ in range(chance.choice((1, 1, 2))):
        low, high = chance.choice(_RANGES)
        letters += [
            chr(chance.randint(low, high)) for _ in range(chance.choice((1, 1, 2, 3, 8, 30, 120, 400)))
        ]
    chance.shuffle(letters)
    return "".join(letters)


def number_of_someone(chance: Random) -> str:
    """Draw a number whose check digit is right: of an identity card, a bank card, an office; or nearly so."""
    sort = chance.random()
    if sort < 0.5:
        region = chance.choice(
            ("439921", "430199", "000000", "999999", "110101", f"{chance.randrange(10**6):06d}")
        )
        day = chance.choice(
            ("19900101", "20240230", "00000000", "99999999", f"{chance.randrange(10**8):08d}")
        )
        number = f"{region}{day}{chance.randrange(1000):03d}"
        number += ric.calc_check_digit(number)
    elif sort < 0.7:
        number = "".join(chance.choice("0123456789") for _ in range(chance.choice((14, 15, 18, 20))))
        number += luhn.calc_check_digit(number)
    elif sort < 0.85:
        number = "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(17))
        number += uscc.calc_check_digit(number)
    else:
        number = f"1{chance.randrange(10**10):010d}"
    wide = number.translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    return chance.choice(("{}", "{}", "证号{}张三", "{}、{}", " {}", "{}x", "-{}", "'{}")).replace(
        "{}", wide if chance.random() < 0.1 else number
    )


def _spoiled(chance: Random, plain: str) -> str:
    at = chance.randrange(len(plain) + 1)
    return chance.choice(
        (
            plain[:at] + text(chance)[:3] + plain[at:], plain[:at], plain[at:], plain * 40, plain[::-1], f"{plain}\n{plain}",
            " ".join(plain), plain.translate({o: o + 0xFEE0 for o in range(0x21, 0x7F)}), f"{plain}{number_of_someone(chance)}",
            unicodedata.normalize("NFKD", plain), f"{plain}、{plain}", f"（{plain}", f"{plain}合计", f"={plain}", f"{plain}：",
        )
    )  # fmt: skip


def _long(chance: Random) -> str:
    piece = chance.choice(_LONG)
    return chance.choice(("", "1", "张三")) + piece * (chance.choice((50, 700, 6000, 32000)) // len(piece))


def _figure(chance: Random) -> Cell:
    return chance.choice(
        (
            chance.uniform(-1e308, 1e308), chance.uniform(-1e15, 1e15), chance.uniform(-1000, 1000), chance.random() / 1e9,
            chance.randint(-(10**18), 10**18), chance.randint(10**11, 10**13), chance.randint(-9, 9),
            chance.randint(-(10**6), 10**6) / 1000,
            10 ** chance.randint(0, 300),
        )
    )  # fmt: skip


def _moment(chance: Random) -> Cell:
    return chance.choice(
        (
            date(1900, 1, 1), date(9999, 12, 31), date(chance.randint(1900, 9999), 1, 31),
            datetime(2024, 2, 29, 23, 59, 59) + timedelta(seconds=chance.randint(-(10**9), 10**9)),
        )
    )  # fmt: skip


def _formula(chance: Random) -> Formula:
    return Formula(
        chance.choice(
            ("1/0", "A1", "SUM(A1:XFD1048576)", "Sheet99!A1", "", "'", "NOW()", "[1]外部!A1", "INDIRECT(A1)")
        ),
        chance.choice(("", "0", "#DIV/0!", "文字", *_TOKENS[:8])),
    )


def _spelling(chance: Random) -> str:
    """Draw a header, a title or a word of some kind: where it stands it means something else."""
    kind = chance.choice(tuple(ledgers().values()))
    field = chance.choice(kind.fields)
    return chance.choice((kind.title, *kind.titles, field.title, *field.aliases, *field.words))


_SORTS: tuple[Callable[[Random], Cell], ...] = (
    text, text, text, number_of_someone, number_of_someone, _figure, _figure, _moment, _spelling, _long, _formula,
    lambda c: c.choice(_WORDS), lambda c: c.choice(_WORDS), lambda c: c.choice(_DAYS), lambda c: Number(c.choice(_TOKENS)),
    lambda c: Fault(c.choice(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#", ""))),
    lambda c: c.random() < 0.5,
)  # fmt: skip
