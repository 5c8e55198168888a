"""Write one page for each rule and an index by group and level.

The worked examples are the cases of the rule's own test, read as text and never run here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.catalogue import worked
from pipeline.catalogue.examples import read_examples
from pipeline.catalogue.markdown import bullets, flow, page, table
from pipeline.findings import LEVELS
from pipeline.judge.needs import named
from pipeline.judge.rule import TOWNSHIPS_ONLY, VILLAGES_ONLY, load_rules
from pipeline.rule_text import STATUSES, money, value
from schemas import ledgers

if TYPE_CHECKING:
    from pipeline.catalogue.examples import Example
    from pipeline.judge.parameters import Parameter
    from pipeline.judge.rule import Rule

TESTS = Path(__file__).resolve().parents[2] / "tests" / "rules"
GROUPS = {
    "WB": "工作簿完整性",
    "SUB": "报送与公开时效",
    "LED": "账簿勾稽",
    "BK": "银行对账",
    "SVC": "为民服务专项资金",
    "STA": "星级评定",
    "OFF": "办公经费",
    "FUND": "资金目录",
    "RC": "红色股份：资本",
    "DR": "红利收取",
    "DU": "红利使用",
    "CP": "合作社提留",
    "PAY": "付款行为",
    "INV": "票据与凭证",
    "PRC": "程序与审批",
    "CAD": "村干部补贴",
    "CARE": "党内关爱资金",
    "FS": "惠农补贴",
    "LAB": "劳务用工",
    "COL": "代收代缴",
    "BUD": "预算",
    "WK": "工程",
    "PUR": "采购",
    "CON": "合同",
    "DBT": "债权债务",
    "CC": "现金盘点",
    "AST": "资产",
    "TWN": "乡镇自己的账",
    "XV": "跨村",
    "ST": "统计",
}
# A new family, until its name is entered above.
NEW = "其他"
# Kinds beyond which a page does not name each.
MANY = 6
SOURCES = """\
每条规则都写明依据：法规写名称、文号和条款；公开材料写题名；讲乡镇的材料和别处的做法写“参照”；\
审计上的通行做法写“审计实务”；没有出处、由本项目定的写“本项目约定”。没有经县里确认的参数值标“默认，请县级确认”。

依据的公开材料：

- 《新理念 新实践：宁夏组织工作创新成果选编》，中共宁夏区委组织部、宁夏党建研究会编，宁夏人民出版社，2016（星级创建一文）
- 宁夏党建刊物 2015 年第 10 期（刊名不存；宁新出管字〔2015〕第 0219 号）：马洪海《以党建工作新成效扎实推进精准扶贫》；\
自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》；灵武市委党校课题组《灵武市构建从严治党长效机制的实践探析》；\
吴忠市委组织部部长孙瑛在党内关怀机制现场推进会上的发言
- 《街办基层党建创新案例（5 篇）》网络汇编：篇二讲乡镇财政财务（原题名不存，乡镇按此，村只作参照）；\
篇五是第三届全国基层党建创新案例，其中有《湖南吉首：“红色股份”发展村级集体经济增强基层党组织“向心力”》（原文没有写年份）"""

WHOSE = {
    VILLAGES_ONLY: "是村的制度，乡镇自己的账不适用",
    TOWNSHIPS_ONLY: "只用于登记为乡镇的单位自己的账，村不适用",
}


def build() -> dict[str, str]:
    """Build file name → page."""
    rules = load_rules()
    return {
        "README.md": _index(rules),
        **{f"{rule.id}.md": _page(rule, {r.id for r in rules}) for rule in rules},
    }


def group_of(rule_id: str) -> str:
    """Name the group of a rule by the letters of its id."""
    return GROUPS.get(rule_id.rstrip("0123456789"), NEW)


def _index(rules: tuple[Rule, ...]) -> str:
    groups = {title: [r for r in rules if group_of(r.id) == title] for title in (*GROUPS.values(), NEW)}
    tables = [
        f"## {title}\n\n"
        + table(
            ("规则", "名称", "级别", "条件"),
            (
                (f"[{r.id}]({r.id}.md)", r.title, r.level, r.description)
                for r in sorted(members, key=lambda r: (LEVELS.index(r.level), r.id))
            ),
        )
        for title, members in groups.items()
        if members
    ]
    counts = "、".join(f"{level} {sum(r.level == level for r in rules)} 条" for level in LEVELS)
    return page(
        "sql/rules/",
        "# 规则",
        f"共 {len(rules)} 条：{counts}。每条规则对每个村给出 命中、通过、不可评估 或 不适用。"
        "命中只是疑点，待核，不是结论。",
        SOURCES,
        *tables,
    )


def _page(rule: Rule, known: set[str]) -> str:
    shown, more = _worked(rule)
    return page(
        f"sql/rules/{rule.file.name}.sql",
        f"# {rule.id} {rule.title}",
        f"{group_of(rule.id)} · 级别：{rule.level} · 状态：{STATUSES[rule.status]}",
        f"## 条件\n\n{flow(rule.description)}",
        f"## 方法\n\n{_method(rule)}",
        f"### 用数字说明\n\n{shown}" if shown else "",
        f"## 为什么\n\n{flow(rule.why)}",
        f"## 依据\n\n{bullets(rule.basis)}",
        _parameters(rule.params),
        f"## 所涉及的钱\n\n{flow(money(rule))}",
        f"## 不报的情形\n\n{bullets(rule.falsepositives)}",
        f"## 可能的正常情形\n\n命中以后，先想到这些：{flow(rule.innocent)}",
        f"## 下一步核查\n\n{flow(rule.next_check)}",
        f"## 什么可以消除\n\n{flow(rule.clears)}",
        f"## 同一事实\n\n{flow(rule.root_cause)}" if rule.root_cause else "",
        _related(rule, known),
        f"## 更多例子\n\n程序每次改动都用这些例子检查一遍。\n\n{more}" if more else "",
    )


def _method(rule: Rule) -> str:
    if rule.countywide:
        whom = "程序按全县判断，各村的结果为不适用"
    elif rule.applies_to:
        whom = f"程序对有{rule.applies_to}的村分别判断，没有的结果为不适用"
    else:
        whom = "程序对每个乡镇单位分别判断" if rule.units == TOWNSHIPS_ONLY else "程序对每个村分别判断"
    if rule.units:
        whom += f"；{WHOSE[rule.units]}"
    needs = named(rule.needs)
    if needs:
        whom += (
            "。用到下列各表各列（由规则的 SQL 推出）；缺少的，要靠它才能判断的部分不可评估，"
            f"其余部分照常判断。\n\n{bullets(map(_linked, needs))}"
        )
    else:
        whom += "。"
    kinds = list(dict.fromkeys(sought.kind for sought in rule.looks_in))
    where = "、".join(_linked(ledgers()[kind].title) for kind in kinds) if len(kinds) < MANY else "各表"
    looks = (
        f"疑点要看{where}里有没有对得上的。那里有行没有装载、有表整张退回，而读得出的金额、日期、对方都对得上的，"
        "结果为不可评估，并写明是哪个文件、哪张表、哪一行。"
    )
    return f"{whom}\n\n{looks}" if kinds else whom


def _worked(rule: Rule) -> tuple[str, str]:
    """Give the case in figures that shows the method, and the other cases of the rule's test."""
    examples = read_examples(TESTS / f"test_{rule.id.lower()}.py")
    first = next((e for e in examples if "命中" in e.expected and not rule.example), None)
    shown = flow(rule.example) if first is None else f"{first.name}{_day(first)}。\n\n{_case(first)}"
    rest = [f"### {e.name}{_day(e)}\n\n{_case(e)}" for e in examples if e is not first]
    return shown, "\n\n".join(rest)


def _day(example: Example) -> str:
    return f"（审计截止日 {example.as_of}）" if example.as_of else ""


def _case(example: Example) -> str:
    return f"{worked.tables(example)}\n\n结果：\n\n{worked.results(example)}"


def _related(rule: Rule, known: set[str]) -> str:
    names = [f"[{name}]({name}.md)" if name in known else name for name in rule.related]
    return f"## 相关规则\n\n{'、'.join(names)}" if names else ""


def _linked(text: str) -> str:
    """Link the titles of ledgers to their pages."""
    pages = {kind.title: kind.name for kind in ledgers().values()}
    titles = "|".join(sorted(map(re.escape, pages), key=len, reverse=True))
    return re.sub(titles, lambda found: f"[{found[0]}](../ledgers/{pages[found[0]]}.md)", text)


def _parameters(params: tuple[Parameter, ...]) -> str:
    rows = [(p.meaning, value(p), p.name, p.source) for p in params]
    if not rows:
        return ""
    return "## 参数\n\n县、乡镇可以在政策参数表里按日期改，参数名照抄；没有改的按默认值。\n\n" + table(
        ("含义", "默认值", "参数名", "来源"), rows
    )
