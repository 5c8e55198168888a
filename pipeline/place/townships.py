"""Know a township's own office by the names it signs with; a township's name alone says where a village lies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.place import county

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.place.identify import Village

UNIT_KIND = "乡镇"
_OFFICES = (
    "人民政府", "政府", "财政所", "财政分局", "财政管理所", "财政管理分局", "财政办公室", "财政服务中心", "街道办事处", "办事处",
    "农经站", "经管站", "农村经营管理站", "三资管理中心", "三资代理中心", "三资办", "会计核算中心", "会计委托代理中心",
)  # fmt: skip
# Somebody's village: 新沟村, 竹溪社区; not 村级, 村务 or 村账.
_SOME_VILLAGE = re.compile(r"[\u4e00-\u9fff](?:村(?![级务账财干集两居社镇民])|嘎查|社区(?!服务))")


def some_village(text: str) -> bool:
    """Tell whether ``text`` seems to name a village, in the register or not."""
    return _SOME_VILLAGE.search(text) is not None


class Offices:
    """The townships that the register names as units with books of their own."""

    def __init__(self, units: Iterable[Village]) -> None:
        """Index ``units``, each by its name in the register and by its offices under its township's."""
        self._forms: dict[str, list[Village]] = {}
        self._places: dict[str, list[Village]] = {}
        self._by_name: dict[str, list[Village]] = {}
        for unit in units:
            self._by_name.setdefault(unit.name, []).append(unit)
            bare = re.sub(r"街道办事处$", "街道", unit.township)
            own = {unit.name} - {unit.township}
            for form in {*own, *(bare + office.removeprefix("街道") for office in _OFFICES)}:
                self._forms.setdefault(form, []).append(unit)
            self._places.setdefault(unit.township, []).append(unit)

    def called(self, name: str) -> list[Village]:
        """List the units that stand in the register by exactly this name."""
        return self._by_name.get(name, [])

    def named(self, text: str, within: str = "", *, alone: bool = False) -> Village | None:
        """Find the one unit whose office ``text`` names; ``alone``: the township's name by itself counts too."""
        if some_village(text):
            return None
        found = self._places.get(text, []) if alone else []
        for form, units in self._forms.items() if not found else ():
            if form in text:
                found = [*found, *units]
        return _only(found, within, text)

    def beside(self, text: str, around: str, within: str = "") -> Village | None:
        """Find the one unit meant by the bare name of an office (a folder 财政所) in a township that ``around`` names."""
        if text not in _OFFICES:
            return None
        return _only(
            [unit for place, units in self._places.items() if place in around for unit in units],
            within,
            around,
        )


def _only(found: list[Village], within: str, text: str) -> Village | None:
    fits = [v for v in found if not within or not v.county or county.same(within, v.county)]
    units = list(dict.fromkeys(fits))
    if len(units) > 1:
        units = [v for v in units if county.names(text, v.county)]
    return units[0] if len(units) == 1 else None
