"""补贴标准表：村干部和其他人员的报酬、补贴按什么标准发，从哪天到哪天，依据哪个文件。

由县委组织部门填写，全县一张；标准写成金额、收入的倍数或上限，三者填一项。依据：《街办基层党建创新案例（5 篇）》网络汇编篇五
（凤县：按职务分档、分时期的报酬，离任村干部生活补贴）；灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》
（宁夏党建刊物 2015 年第 10 期：按星级执行的倍数）。
"""

import polars as pl

from schemas._fields import Money, Quantity, Row, code, count, date, money, quantity, text
from schemas._spec import Ledger
from schemas.star_rating import STARS


class PayStandard(Row):
    """What one post gets of one item, from a day on."""

    post: str = text(
        "职务", "岗位", "适用职务", "岗位名称", "职务名称", "适用岗位", "人员类别", "职务类别", "适用人员", "发放对象",
        required=True, note="如 书记、主任、一肩挑、副职、组干部；离任的写 离任村干部",
    )  # fmt: skip
    item: str = text(
        "补贴项目", "项目", "补贴名称", "补助项目", "报酬项目", "补贴类别", "待遇项目", "发放项目", required=True,
        note="如 职务补贴、误工补贴、生活补贴",
    )  # fmt: skip
    region_type: str = code(
        "区域类型", "川区/山区", "川山类别", "地区类别", "类区",
        values={
            "川区": ("川", "川道", "川道区", "平川", "平川区"),
            "山区": ("山", "山区村"),
        },
        note="不分川区、山区的空着",
    )  # fmt: skip
    stars: pl.Int32 = count(
        "星级",
        "村星级",
        "党组织星级",
        "评定星级",
        "星级等次",
        "星数",
        unit="星",
        values=STARS,
        note="不分星级的空着",
    )
    amount: Money = money(
        "标准金额", "补贴标准", "金额", "标准", "标准额", "补助标准", "报酬标准", "发放标准", "金额标准", "定额",
    )  # fmt: skip
    multiple: Quantity = quantity("倍数", "收入倍数", "执行倍数", "补贴倍数", "标准倍数", unit="倍")
    limit: Money = money("上限", "最高限额", "最高标准", "限额", "上限金额", "最高不超过", "封顶", "封顶金额")
    base: str = code(
        "收入口径", "倍数基数", "基数", "口径", "计算基数", "基数口径",
        values={
            "可支配收入": (
                "人均可支配收入", "农村居民人均可支配收入", "农民人均可支配收入", "上年农村居民人均可支配收入", "可支配",
                "上年全市农村居民人均可支配收入", "上年人均可支配收入",
            ),
            "纯收入": (
                "人均纯收入", "农民人均纯收入", "农村居民人均纯收入", "上年农民人均纯收入", "上年人均纯收入",
            ),
        },
        note="填了倍数的写明是哪种收入的倍数",
    )  # fmt: skip
    per: str = code(
        "计发周期", "周期", "计发单位", "发放周期", "计算单位", "时间单位", "标准周期",
        values={
            "日": ("天", "每日", "每天", "按日", "按天", "元/日", "元/天"),
            "月": ("每月", "按月", "元/月", "月度"),
            "年": ("每年", "按年", "元/年", "年度", "全年"),
        },
        note="空白为年",
    )  # fmt: skip
    years_served: pl.Int32 = count(
        "任职年限", "任职满年", "服务年限", "任职年数", "累计任职年限", "任职年限节点", "满几年", unit="年",
        note="离任村干部按任职满几年发的，填年数",
    )  # fmt: skip
    valid_from: pl.Date = date(
        "生效日期", "执行日期", "起始日期", "起用日期", "施行日期", "开始日期", "执行时间", "生效时间", required=True,
        month_means="first",
    )  # fmt: skip
    valid_to: pl.Date = date(
        "失效日期", "停用日期", "截止日期", "终止日期", "废止日期", "截止时间", month_means="last"
    )
    basis: str = text("依据", "文件依据", "依据文件", "政策依据", "依据文号", "文号", "文件号")


LEDGER = Ledger(
    name="pay_standard",
    title="补贴标准表",
    model=PayStandard,
    titles=(
        "补贴标准表", "报酬标准表", "干部报酬标准", "村干部报酬标准", "干部补贴标准", "村干部补贴标准", "补贴标准",
        "报酬标准", "误工补贴标准", "待遇标准", "生活补贴标准",
    ),
    natural_key=("post", "item", "stars", "years_served", "valid_from", "amount"),
    one_of=(("amount", "multiple", "limit"),),
    per_village=False,
    date_field="",
    foreign=("姓名", "领款人", "实发金额", "签字", "身份证号", "发放日期", "收款账号"),
    holds_money=False,
)  # fmt: skip
