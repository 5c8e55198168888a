"""What a table gives on as names near it is bounded: a list without a header has every cell above the header."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pipeline.layout.context import MOST_HINTS, MOST_LETTERS, Names, village_hints

NAMES = Names("表一", "东滩村3月", ("临河镇",))


def hints(*above: str) -> list[str]:
    context: Any = SimpleNamespace(pairs={"village": "东滩村"}, lines=["东滩村现金账"], above=list(above))
    return [text for _, text in village_hints(context, NAMES)]


def test_a_title_block_is_given_on_whole_with_the_names_it_stands_under() -> None:
    own = [text for _, text in NAMES.ordered()]
    assert own
    assert hints("单位：元", "2024年") == ["东滩村", "东滩村现金账", "单位：元", "2024年", *own]


def test_of_a_long_list_a_bounded_part_is_given_on_and_never_what_comes_first_or_last() -> None:
    many = hints(*(f"张三{number}" for number in range(10_000)))
    assert many[:2] == ["东滩村", "东滩村现金账"]
    assert len(many) == MOST_HINTS + len(NAMES.ordered())
    assert many[-1] == NAMES.ordered()[-1][1]


def test_one_long_text_has_room_and_many_have_not() -> None:
    cell = "字" * 32_767
    assert cell in hints(cell)
    assert sum(map(len, hints(*[cell] * 50))) < MOST_LETTERS + 100
    assert "2024年" in hints(*[cell] * 50, "2024年")
