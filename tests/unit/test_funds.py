"""A cell or title speaks of a fund of the catalogue by its name or a synonym, or of one that keeps its own name."""

from __future__ import annotations

import pytest

from pipeline.layout.context import TITLE, Names, declared_fund
from pipeline.layout.titleblock import Context
from pipeline.read.fields import read_codes
from pipeline.values.cell import Bad
from pipeline.values.vocabulary import fund_in_cell, fund_in_title, known_funds
from schemas import ledgers
from schemas._fields import FUND

# title = fund; ? before it = not in the catalogue, keeps its own name; nothing = no fund, or two
TITLES = """
柳河村2024年度为民服务和发展专项资金使用台账 = 专项资金
灵武市2022年度为民服务和发展专项资金使用台账 = 专项资金
2013年度为民服务和发展专项资金使用台账 = 专项资金
为民服务和发展专项资金项目申报表 = 专项资金
聚力工程资金台账 = 专项资金
财政专项扶贫资金使用台账 = ?财政专项扶贫资金
柳河村2024年财政专项扶贫资金使用台账 = ?财政专项扶贫资金
财政扶贫2024年专项资金使用台账 = ?财政扶贫专项资金
贫困村2024年专项资金使用台账 = ?贫困村专项资金
红星村乡村振兴专项资金使用台账 = ?乡村振兴专项资金
柳河村库区移民资金使用台账 = ?库区移民资金
柳河村灌区专项资金使用台账 = ?灌区专项资金
柳河村村级组织运转经费台账 = 办公经费
贫困村专项资金使用台账 = ?贫困村专项资金
乡村振兴专项资金使用台账 = ?乡村振兴专项资金
中央专项资金收支明细账 = ?中央专项资金
水库移民后期扶持资金使用台账 = ?水库移民后期扶持资金
库区移民资金收支明细账 = ?库区移民资金
征地补偿款收支明细账 = ?征地补偿款
柳河村2024年财政衔接推进乡村振兴补助资金使用台账 = 衔接资金
柳河村2024年一事一议财政奖补资金项目台账 = 一事一议
柳河村2024年扶持壮大村级集体经济资金使用情况表 = 集体经济扶持资金
支持村级集体经济资金台账 = ?支持村级集体经济资金
南塘村2024年党建经费收支明细 = 党建经费
2024年度惠农补贴资金发放花名册 = 惠农补贴
柳河村2024年民生专项收支明细账 = 民生专项
党内关爱专项资金发放表 = 关爱资金
关爱资金捐款名单（2023年7月1日） = 关爱资金
东滩村2024年2月5日党内关爱资金慰问发放表 = 关爱资金
村级组织运转经费台账 = 办公经费
南塘村2024年度办公经费预算表 = 办公经费
红岩村2024年办公经费银行收支明细账 = 办公经费
柳河村村民委员会办公经费台账 = 办公经费
集体 = 集体资金
麻园村2024年集体资金现金日记账 = 集体资金
柳河村集体经济收支明细账 = 集体资金
青禾县柳溪乡红岩村股份经济合作社2024年集体资金收支明细账 = 集体资金
西渠村二〇二四年一季度集体资金收支公开表 = 集体资金
东滩村2024年1-6月集体资金银行存款日记账 = 集体资金
201101 柳河村集体资金收支明细账 = 集体资金
柳河村集体资金收支明细账（科目200301） = 集体资金
红岩村2024年红色公司银行存款日记账 = 红色公司
红岩村2024年银行对账单(红色公司户) = 红色公司
红色股份登记台账 = 红色公司
收支明细账（专项资金） = 专项资金
2024年收支明细账 专项资金 = 专项资金
柳河村_专项资金_2024 = 专项资金
枫林村、竹溪村2024年集体资金收支明细账 = 集体资金
枫林村、竹溪村集体资金收支明细账 = 集体资金
2023年红利收取表 = 红色公司
____镇 20__年 专项资金拨付表 = 专项资金
____村 20__年__月 财政专项扶贫资金使用台账 = ?财政专项扶贫资金
柳河村2024年收支明细账 =
红岩村2024年银行对账单(专户) =
隘口村集体经济组织科目余额表 =
柳河村资金使用台账 =
现金日记账 =
村务财务收支公开榜 =
北苑社区2024年3月收支明细 =
专项资金与集体资金收支表 =
专项资金（集体资金）收支表 =
财政专项扶贫资金和专项资金收支表 =
党建活动支出明细表 =
办公支出明细表 =
经村民代表会议同意使用集体资金 =
单位：万元 =
临河镇农村集体经济组织收据领用登记表 =
"""

CELLS = """
专项资金 = 专项资金; 为民服务专项资金 = 专项资金; 2024年专项资金 = 专项资金; 专 项 资 金 = 专项资金
专项资金（2024年） = 专项资金
村集体资金（自有） = 集体资金; 村集体 = 集体资金; 柳河村集体资金专户 = 集体资金; 红利 = 红色公司
一事一议财政奖补资金 = 一事一议
财政专项扶贫资金 = ?财政专项扶贫资金; 村集体收入 = ?村集体收入; 政府补贴 = ?政府补贴; 上级拨款 = ?上级拨款
彩票基金 = ?彩票基金
贫困村专项资金 = ?贫困村专项资金; 专项资金、集体资金 = ?专项资金、集体资金; 专项资金（未到位） = ?专项资金(未到位)
非专项资金 = ?非专项资金
"""


@pytest.mark.parametrize("line", TITLES.strip().splitlines())
def test_fund_named_by_a_title(line: str) -> None:
    title, _, meant = line.partition(" =")
    found = fund_in_title(title)
    assert found == ((meant.strip().lstrip("?"), "?" not in meant) if meant else None)


@pytest.mark.parametrize("pair", [p.strip() for line in CELLS.strip().splitlines() for p in line.split(";")])
def test_fund_named_by_a_cell(pair: str) -> None:
    text, _, meant = pair.partition(" = ")
    assert fund_in_cell(text) == (meant.lstrip("?"), "?" not in meant)


@pytest.mark.parametrize("text", ["", " ", "-", "/", "——", "无"])
def test_a_blank_cell_names_no_fund(text: str) -> None:
    assert fund_in_cell(text) is None


def test_every_spelling_of_a_fund_is_understood_in_cells_and_titles() -> None:
    assert tuple(FUND) == known_funds()
    for fund, spellings in FUND.items():
        for word in (fund, *spellings):
            assert fund_in_cell(word) == fund_in_title(word) == (fund, True), word


@pytest.mark.parametrize("fund", list(FUND))
@pytest.mark.parametrize(
    "title",
    [
        "柳河村2024年{}收支明细账",
        "云溪镇柳河村{}使用台账",
        "2024年1-3月{}银行存款日记账",
        "北苑社区居委会{}现金日记账（2024年）",
        "柳河村{}",
    ],
)
def test_a_fund_is_found_whatever_village_year_and_book_stand_around_it(fund: str, title: str) -> None:
    assert fund_in_title(title.format(fund)) == (fund, True)


VILLAGES = (
    "红星村 长兴村 富强村 新联村 大新渠村 上庄子村 二道沟村 王家嘴村 沙坝头村 吴家桥社区 城关社区 前进村 五星村 民族村委会"
    " 梨树乡红旗村 房山区柳河村 宝山区月浦镇长春村 灵武市临河镇东滩村 青石县云溪镇柳河村 柳河村村民委员会 柳河村委会"
    " 柳河村股份经济合作社"
    " 柳河社区居民委员会 城东街道柳河社区 巴彦嘎查 山区乡柳河村 移山村 农科村 乡里村 新区街道柳河村 东乡村 西镇村"
)


@pytest.mark.parametrize("village", VILLAGES.split())
def test_the_name_of_a_village_is_no_part_of_the_fund(village: str) -> None:
    for fund in known_funds():
        for title in ("{}2024年{}收支明细账", "{}{}使用台账", "2024年度{}{}银行存款日记账"):
            assert fund_in_title(title.format(village, fund)) == (fund, True), title
    assert fund_in_title(f"{village}2024年财政专项扶贫资金使用台账") == ("财政专项扶贫资金", False)
    assert fund_in_title(f"{village}2024年收支明细账") is None


@pytest.mark.parametrize("village", ["建设村", "发展村", "保护村", "文明村", "兴村"])
def test_a_verb_is_the_name_of_a_village_before_the_year(village: str) -> None:
    assert fund_in_title(f"{village}2024年集体资金收支明细账") == ("集体资金", True)


@pytest.mark.parametrize("fund", list(FUND))
@pytest.mark.parametrize("around", ["非{}", "教育{}", "扶贫{}", "{}外资金", "原{}", "彩票{}"])
def test_a_fund_inside_another_word_is_not_meant(fund: str, around: str) -> None:
    text = around.format(fund)
    assert fund_in_cell(text) == (text, False)
    title = fund_in_title(f"柳河村2024年{text}使用台账")
    assert title is None or not title.known


def test_an_unknown_fund_is_kept_and_told() -> None:
    for kind in ("cash_entry", "grant", "budget", "bank_account", "aid_payment", "publication"):
        values, bads = read_codes(ledgers()[kind].by_name["fund"], ["专项资金", "上级 拨款", "", "/"])
        assert values == ["专项资金", "上级拨款", None, None]
        assert bads == {1: Bad("own_word", "上级拨款")}


def test_the_first_source_that_names_a_fund_counts_also_when_nobody_knows_it() -> None:
    names = Names("专项资金", "专项资金台账", ())
    assert declared_fund(Context(lines=["柳河村财政专项扶贫资金使用台账"]), names) == (
        "财政专项扶贫资金",
        TITLE,
    )
    assert declared_fund(Context(pairs={"fund": "上级拨款"}), names) == ("上级拨款", TITLE)
    assert declared_fund(Context(lines=["柳河村收支明细账"]), names) == ("专项资金", "工作表名")
