"""星级评定表：基层党组织年度评星定级结果，决定专项资金补助标准和村干部补贴倍数。

由县委组织部门或乡镇党委每年填报一次。依据：灵武市评星定级与“聚力工程”专项资金、职务补贴挂钩办法（种子文件）。
"""

import polars as pl

from schemas._fields import Row, count, date, text, year
from schemas._spec import Ledger

STARS = {
    "0": ("无星", "未定星", "未评星", "不定星", "摘星", "零星级", "零星", "未达星"),
    "1": ("一星级", "一星", "1星级", "1星", "★"),
    "2": ("二星级", "二星", "两星级", "2星级", "2星", "★★"),
    "3": ("三星级", "三星", "3星级", "3星", "★★★"),
    "4": ("四星级", "四星", "4星级", "4星", "★★★★"),
    "5": ("五星级", "五星", "5星级", "5星", "★★★★★"),
}


class StarRating(Row):
    """The rating of one village for one year."""

    year: pl.Int32 = year("评定年度", "年度", "年份", "评星年度", "考核年度", "定级年度", required=True)
    stars: pl.Int32 = count(
        "星级", "评定星级", "评定等级", "评星结果", "评定结果", "星级等次", "定级结果", "等次",
        "党组织星级", "星数", required=True, unit="星", values=STARS,
    )  # fmt: skip
    rated_on: pl.Date = date(
        "评定日期", "评定时间", "评星日期", "定级日期", "定级时间", "命名日期", "授牌日期"
    )
    document_no: str = text("评定文号", "文号", "文件号", "命名文件", "批准文号", "证书编号")


LEDGER = Ledger(
    name="star_rating",
    title="星级评定表",
    model=StarRating,
    titles=("星级评定表", "星级评定", "评星定级", "星级党组织", "评星结果", "星级动态管理", "星级命名"),
    natural_key=("year", "stars"),
    date_field="rated_on",
)
