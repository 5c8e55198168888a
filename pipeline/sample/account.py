"""Write down how a sample was drawn, label by label, so that anybody can draw it again and follow it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sample import sealed
from pipeline.sample.factors import written
from pipeline.values.money import yuan

if TYPE_CHECKING:
    from pipeline.publish.report.figures import Batch
    from pipeline.sample import Wish
    from pipeline.sample.population import Population, Scope
    from pipeline.sample.sealed import Frame
    from pipeline.sample.selection import Chosen

_METHOD = (
    "货币单元抽样：每一分钱被抽到的机会相同，所以金额越大越容易抽到。付款按行编号（与金额无关的一串码）排成一列，"
    "从随机起点开始，每隔一个抽样间隔取一分钱，这分钱所在的那一笔就抽中。不小于间隔的，不抽，全部查。"
)
_WHOLE = "审计.支出明细 里计入的、性质为“支出”、金额大于 0 的付款；内部划转、重复凭据（同一笔在另一处已计入）和外币不在内"
_FACTORS = (
    "0 个错报 {}，1 个 {}，2 个 {}，3 个 {}；按泊松分布算出，进到 0.01，"
    "与 AICPA《Audit Sampling》货币单元抽样系数表一致"
)
_INTERVAL = (
    "预计错报为 0 时，间隔 = 可容忍错报 ÷ 0 个错报的系数；"
    "有预计错报时取得小些，使查出的正好是预计数时上限不超过可容忍错报"
)
_START = "随机种子写成十进制数字，取 SHA-256，除以间隔（以分计）的余数，从 0 数起的第这么多分"
_FILLING = (
    "查得金额：凭证、票据、实物能证实的金额。全部属实照抄账面金额，一分也证实不了写 0，没有填的不当作属实。"
    "查得与账面不同的，写差错原因；检查人和日期都要写。"
)


def tell(
    scope: Scope,
    wish: Wish,
    batch: Batch,
    whole: Population,
    frame: Frame,
    seed: int,
    first: int,
    chosen: Chosen,
) -> dict[str, str]:
    """Tell everything about a draw but the seal; amounts come in cents, ``first`` is the start."""
    period = f"{whole.period.start} 至 {whole.period.end}" if whole.period else "全部"
    top = sum(whole.cents[i] for i in chosen.top)
    hit = sum(whole.cents[i] for i in chosen.hit)
    factors = _FACTORS.format(*(written(frame.confidence, n) for n in range(4)))
    return {
        "怎样填": _FILLING,
        "方法": _METHOD,
        "总体": _WHOLE,
        "乡镇": "、".join(scope.townships) or "全部",
        "村": "、".join(scope.villages) or "全部",
        "资金类别": "、".join(scope.funds) or "全部",
        "期间": period,
        "总体笔数": f"{len(whole.cents)} 笔",
        "总体金额": f"{yuan(sum(whole.cents))} 元",
        "不在抽样之内": (
            f"金额不大于 0 的（红字、冲账）{_counted(whole.negative)}；没有日期而不知是否在期间内的 {_counted(whole.undated)}。"
            "请另行核对"
        ),
        "批次": batch.batch_id,
        "数据截止日": str(batch.as_of),
        "数据库 SHA-256": batch.database_sha256 or "批次清单不在手边",
        "批次清单 SHA-256": batch.manifest_sha256 or "批次清单不在手边",
        "程序版本": batch.program,
        "预计错报": f"{yuan(wish.expected)} 元",
        "系数": factors,
        **sealed.written(frame),
        "间隔的算法": _INTERVAL,
        "随机种子": str(seed),
        "随机起点": f"{first} 分（{yuan(first)} 元）",
        "起点的算法": _START,
        "必查": f"{len(chosen.top)} 笔，{yuan(top)} 元（每笔不小于间隔）",
        "抽中": f"{len(chosen.hit)} 笔，{yuan(hit)} 元（间隔以下共 {len(whole.cents) - len(chosen.top)} 笔）",
    }


def _counted(part: tuple[int, int]) -> str:
    return f"{part[0]} 笔、{yuan(part[1])} 元" if part[0] else "0 笔"
