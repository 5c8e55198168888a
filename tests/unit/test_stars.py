"""Stars are read as the end that a cell states; what is only proposed, or is about something else, is asked."""

from __future__ import annotations

import pytest

from pipeline.read.fields import read_counts
from pipeline.values.cell import Bad, Cell
from pipeline.values.stars import star_reading, to_stars
from schemas import ledgers

# cell = stars, with the event where it is not 评定; ? = asked
CELLS = """
三星级 = 3; 3星 = 3; 三星 = 3; ★★★ = 3; 3 = 3; 3.0 = 3; 三 = 3; 两星级 = 2; 三颗星 = 3; ３星级 = 3; 三 星 级 = 3
“三星级” = 3
三星级党支部 = 3; 五星级基层党组织 = 5; 五星级村 = 5; 三星级（村党总支） = 3; 三星级（2024年） = 3; 四星级（★★★★） = 4
★★★☆☆ = 3
未评星 = 0; 无星 = 0; 0 = 0; 零星级 = 0; 未参评 = 0; 保留四星 = 4; 五星级不变 = 5; 四星级（复核保留） = 4
评为五星级 = 5; 复核为三星级 = 3
五星级降为三星级 = 3 降星; 由四星降为一星 = 1 降星; 降为三星 = 3 降星; 五星级（降为三星级） = 3 降星
四星级（原五星级） = 4 降星; 降为零星 = 0 降星
原五星级，现三星级 = 3 降星; 五星→四星 = 4 降星; 三星晋升为四星 = 4; 由三星级调整为四星级 = 4; 四星级（原三星级） = 4
三星级（已摘星） = 0 摘星; 已摘星 = 0 摘星; 摘牌 = 0 摘星; 五星级已摘牌 = 0 摘星; 撤销四星级称号 = 0 摘星
取消四星级 = 0 摘星
拟评四星 = ?; 申报五星 = ?; 准五星级 = ?; 五星级（拟） = ?; 五星级（公示中） = ?; 四星级（未确定） = ?; 建议四星级 = ?
三星级以上 = ?
降一星 = ?; 摘一星 = ?; 降星 = ?; 五星降三星 = ?; 三星降为五星 = ?; 三星升为二星 = ?; 五星级（三星级） = ?; ☆☆☆ = ?
四星级或五星级 = ?
五星级站点 = ?; 十星级村 = ?; 十星级户 = ?; 十星级文明户 = ?; 五星级文明户 = ?; 评星定格 = ?; 三星级酒店 = ?
五星红旗 = ?; 不是五星级 = ?; 未达五星级 = ?
六星 = ?; 6 = ?; 4.5 = ?; 10 = ?; 三星半 = ?; -3 = ?
"""


def cells() -> list[tuple[str, str]]:
    pairs = (pair.rsplit(" = ", 1) for line in CELLS.strip().splitlines() for pair in line.split(";"))
    return [(text.strip(), meant.strip()) for text, meant in pairs]


@pytest.mark.parametrize(("text", "meant"), cells())
def test_stars_are_those_at_the_end(text: str, meant: str) -> None:
    found = star_reading(text)
    if meant == "?":
        assert isinstance(found, Bad)
    else:
        stars, _, event = meant.partition(" ")
        assert found == (int(stars), event or "评定")


@pytest.mark.parametrize(("cell", "stars"), [(3, 3), (3.0, 3), (0, 0), ("", None), (" ", None), ("-", None)])
def test_numbers_are_stars_and_blanks_are_none(cell: Cell, stars: int | None) -> None:
    assert to_stars(cell) == stars


@pytest.mark.parametrize("cell", [6, 3.5, -1, True, 1e300, float("nan")])
def test_what_is_no_number_of_stars(cell: Cell) -> None:
    assert isinstance(to_stars(cell), Bad)


def test_a_column_of_stars_keeps_positions() -> None:
    spec = ledgers()["star_rating"].by_name["stars"]
    values, bads = read_counts(spec, ["四星级", "", "拟评四星", 2])
    assert values == [4, None, None, 2]
    assert bads == {2: Bad("unreadable", "拟评四星")}


def test_every_listed_spelling_of_stars_is_its_number() -> None:
    for number, spellings in ledgers()["star_rating"].by_name["stars"].values:
        assert {to_stars(text) for text in (number, *spellings)} == {int(number)}
