"""Say what kind of test each rule is, and what is asked of the kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule: what decides, and the least recall and precision asked for (None: nothing is)."""

    title: str
    decides: str
    recall: float | None
    precision: float | None


EXACT = Kind("精确", "号码、代码相同，或金额分毫不差地对得上", 1.0, 1.0)
PROCEDURE = Kind("算术与程序", "比例、期限、步骤、登记与标准相比", 0.99, None)
FUZZY = Kind("模糊", "名称、事由的写法要归并、辨认，或与别处相像", 0.90, 0.90)
STATISTICAL = Kind("统计", "与全县的分布相比；级别一律为低", None, None)

_RULES = {
    EXACT: """
        BK01 BK02 BK03 BK05 BK06 BK07 CAD01 CAD03 CP02 CP04 DR02 DR05 DR06 DR07 DU02 DU03 DU08 INV03 INV06 INV08
        LED01 LED02 LED03 LED04 LED05 LED06 RC01 RC02 RC03 RC04 RC07 RC08 RC10 SVC01 SVC05 SVC08
        FS01 FS02 FS04 LAB01 LAB03
        WB01 WB02 WB03 WB04 WB05 WB07 XV02 XV05
        CC01 CC02 CON01 DBT01 DBT04 WK03 WK04 WK06
    """,
    PROCEDURE: """
        BUD01 BUD02 CAD02 CAD04 CARE01 CARE02 CP01 DR01 DR03 DU01 DU05 DU06 DU07 INV01 LED07 PAY01 PAY02 PAY03 PAY07
        FUND02 FS03 FS05 FS07 LAB02 LAB05 COL01 COL02
        PRC01 PRC02 PRC03 PRC04 PRC05 PRC07 RC05 SUB01 SUB02 SUB03 SUB04 SVC02 SVC06
        PRC08 PRC09 PRC10 PRC11 STA01 STA02 SVC09 SVC10 CAD05 CAD06 CAD07 CAD09 CARE04 CARE05 OFF01
        AST01 CON02 CON04 INV09 WK01 WK05 RC11 RC12 RC13 RC14 PUR02
    """,
    FUZZY: """
        BK04 CAD08 CARE03 CARE06 DU04 INV02 INV04 INV05 INV07 OFF02 PAY04 PAY05 PAY06 PAY09 PAY10 PAY12 PAY13 PRC06
        RC06 RC09 FS06 LAB04 SVC03 SVC04 SVC07 WB06 XV01 XV04 DBT02 DBT03 PUR01 WK02 WK07 WK08 TWN01 FUND01
    """,
    STATISTICAL: "DR04 PAY08 PAY11 ST01 ST02 ST03",
}
KIND_OF = {rule: kind for kind, names in _RULES.items() for rule in names.split()}
