"""Make up a county: townships, villages with 12-digit codes, the firms everybody buys from."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from random import Random

from pipeline.demo import draw

COUNTY = "青禾县"
COUNTY_CODE = "640199"
_TOWNSHIPS = (
    "临泉镇", "高塬镇", "沙湖乡", "东河镇", "榆林乡", "石门镇", "金滩镇", "白马乡", "永丰镇", "柳湾乡", "红寺镇", "新堡乡",
)  # fmt: skip
_STEMS = (
    "柳树", "青石", "双桥", "大槐", "石沟", "杏花", "龙泉", "马家", "王庄", "张湾", "红崖", "黄土", "古城", "清水", "枣园",
    "沙坪", "南梁", "北塬", "东岭", "西坡", "中卫", "长流", "丰登", "五里", "七里", "三合", "团结", "胜利", "新民", "向阳",
)  # fmt: skip
_TAILS = ("湾", "沟", "坪", "渠", "台", "滩")
_TRADES = {
    "建材": ("建材有限公司", "建材经营部"),
    "五金": ("五金机电经营部", "五金门市部"),
    "文印": ("图文印务有限公司", "文印服务部"),
    "农资": ("农资有限公司", "农业生产资料经销部"),
    "机械": ("工程机械租赁有限公司", "农机服务有限公司"),
    "绿化": ("园林绿化有限公司", "苗木经销有限公司"),
    "施工": ("建筑工程有限公司", "市政工程有限公司", "水利水电工程有限公司"),
}
_FIRM_NAMES = (
    "恒通", "瑞丰", "鑫源", "永兴", "宏达", "金穗", "众诚", "泰和", "华宇", "盛世", "腾飞", "广源", "昌盛", "天顺", "同心",
    "嘉禾", "隆昌", "润泽", "凯达", "长青", "兴业", "正大", "新锐", "万佳", "安泰", "远航", "利民", "源丰",
)  # fmt: skip
_PER_COMMUNITY = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One village of the register."""

    code: str
    name: str
    township: str
    households: int
    population: int
    region: str
    org_name: str
    org_uscc: str
    ordinal: int

    @property
    def stem(self) -> str:
        """Give the name without 村 or 社区."""
        return self.name.removesuffix("村").removesuffix("社区")

    @property
    def unit_kind(self) -> str:
        """Say whether it is a village or a community of the town."""
        return "社区" if self.name.endswith("社区") else "村"


@dataclass(frozen=True, slots=True)
class Firm:
    """A supplier or contractor."""

    name: str
    account: str
    uscc: str


@dataclass(slots=True)
class County:
    """What all villages share: the firms by trade, income per head by year, accountants by township."""

    places: list[Place]
    firms: dict[str, list[Firm]] = field(default_factory=dict)
    income: dict[int, int] = field(default_factory=dict)
    clerks: dict[str, tuple[str, str, str]] = field(default_factory=dict)


def county(villages: int, seed: int) -> County:
    """Make up ``villages`` villages and their surroundings. Raises ``ValueError`` beyond 2,000."""
    rng = Random(f"{seed}/county")
    made = County(_places(villages, rng))
    taken: set[str] = set()
    for trade, tails in _TRADES.items():
        names = rng.sample(
            [COUNTY[:2] + a + b for a in _FIRM_NAMES for b in tails], min(24, 8 + villages // 4)
        )
        made.firms[trade] = [_firm(rng, name) for name in names]
    for name in (
        f"国网宁夏电力有限公司{COUNTY}供电公司",
        f"{COUNTY}自来水有限公司",
        f"中国电信股份有限公司{COUNTY}分公司",
    ):
        made.firms["公用"] = [*made.firms.get("公用", []), _firm(rng, name)]
    level = rng.randint(13_800, 15_600)
    for year in range(2018, 2027):
        made.income[year] = level * 100
        level = round(level * rng.uniform(1.055, 1.085))
    for township in dict.fromkeys(place.township for place in made.places):
        made.clerks[township] = tuple(draw.person(rng, taken).name for _ in range(3))  # type: ignore[assignment]
    return made


def _firm(rng: Random, name: str) -> Firm:
    return Firm(name, "10" + draw.digits(rng, 15), draw.credit_code(rng, "91"))


def _places(villages: int, rng: Random) -> list[Place]:
    stems = [a + b for a, b in product(_STEMS, _TAILS)]
    if villages > len(stems) * len(_TOWNSHIPS):
        raise ValueError(f"最多 {len(stems) * len(_TOWNSHIPS)} 个村")
    townships = _TOWNSHIPS[: max(1, min(len(_TOWNSHIPS), round(villages / 12) or 1))]
    names = rng.sample(stems, len(stems))
    made = []
    for ordinal in range(villages):
        township = ordinal % len(townships)
        number = ordinal // len(townships)
        code = f"{COUNTY_CODE}{100 + township:03}{200 + number:03}"
        people = rng.randint(700, 4200)
        # a second village of one name is never in the same township
        stem = names[(ordinal + ordinal // len(names)) % len(names)]
        name = f"{stem}{'社区' if ordinal % _PER_COMMUNITY == _PER_COMMUNITY - 1 else '村'}"
        org = f"{COUNTY}{townships[township]}{name}股份经济合作社"
        made.append(
            Place(
                code, name, townships[township], people * 10 // rng.randint(31, 39), people,
                rng.choice(("川区", "山区")), org, draw.credit_code(rng, "N2"), ordinal,
            )
        )  # fmt: skip
    return made
