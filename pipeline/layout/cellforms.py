"""Know the forms by which cells alone say what they are: id cards, co-operatives, villages, codes, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.layout.profile import Profile


@dataclass(frozen=True)
class Form:
    """A form of cells, and the fields that it may be; where a kind has one of them, the form names it.

    ``most``: so many different values at most (a year stands in many rows), 0 for any number. ``must``: fields that hold
    nothing else. ``least``: so many filled cells at least. ``kinds``: the kinds in which it names a field; empty for all.
    """

    name: str
    fields: frozenset[str]
    pattern: re.Pattern[str]
    most: int = 0
    must: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    least: int = 2

    def all_of(self, profile: Profile) -> bool:
        """Tell whether all cells of a column have this form."""
        values = profile.values
        return (
            profile.filled >= self.least
            and (not self.most or len(values) <= self.most)
            and all(self.pattern.fullmatch(value) for value in values)
        )

    def counts_in(self, kind: str) -> bool:
        """Tell whether the form names a field in ``kind``."""
        return not self.kinds or kind in self.kinds

    def some_of(self, profile: Profile) -> bool:
        """Tell whether any cell has this form, or none is filled."""
        return not profile.values or any(map(self.pattern.fullmatch, profile.values))


def _form(
    name: str, fields: str, pattern: str, most: int = 0, *, must: str = "", kinds: str = "", least: int = 2
) -> Form:
    must_be, in_kinds = frozenset(must.split()), frozenset(kinds.split())
    return Form(name, frozenset(fields.split()), re.compile(pattern), most, must_be, in_kinds, least)


_HAN = "[\\u4e00-\\u9fff]"
FORMS = (
    _form("身份证号", "id_no", r"\d{17}[\dXx]", least=1),
    _form("合作社", "cooperative", r".{2,}(?:合作社|联合社|合作联社)(?:\(.*\))?", least=1),
    _form(
        "村名",
        "village_name",
        rf"(?:{_HAN}{{2,9}}(?:县|市|区|镇|乡|街道)){{0,2}}{_HAN}{{1,8}}(?:村|社区|居委会|村委会|嘎查)",
    ),
    _form(
        "村党组织",
        "village_name",
        rf"(?:{_HAN}{{2,9}}(?:县|市|区|镇|乡|街道)){{0,2}}(?:中共|中国共产党)?(?:{_HAN}{{2,9}}(?:县|市|区|镇|乡|街道)){{0,2}}"
        rf"{_HAN}{{1,8}}(?:村|社区)(?:联合)?(?:党支部|党总支|党委|党组织|委员会|支部委员会|总支部委员会|总支部|支部)(?:委员会)?",
        kinds="star_rating",
    ),
    _form("村办公司", "red_company", rf"{_HAN}{{1,8}}(?:村|社区){_HAN}{{0,16}}公司"),
    _form(
        "银行",
        "bank",
        r".*(?:银行|[支分]行|营业部|信用社|信用联社|农商行|分理处|储蓄所|邮储|农信).*",
        must="bank",
    ),
    _form("机关", "source_department", rf"{_HAN}{{2,20}}(?:政府|局|厅|财政所|部|办公室)"),
    _form("乡镇", "township", rf"(?:{_HAN}{{2,9}}(?:县|市|区))?{_HAN}{{1,8}}(?:镇|乡|街道|苏木)"),
    _form("村代码", "village_code", r"\d{12}"),
    _form("县名", "county", rf"{_HAN}{{2,9}}(?:县|市|区|旗)"),
    _form("年份", "year", r"(?:20\d{2})(?:年度?)?", most=4),
    _form("手机号", "phone", r"1[3-9]\d{9}"),
    _form("银行卡号", "payee_account bank_account counterparty_account", r"62\d{14,17}"),
    _form("信用代码", "org_uscc contractor_uscc", r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"),
)
