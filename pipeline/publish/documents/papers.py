"""Declare the documents of an inspection: what each is for, and its parts in order, as data; and write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.publish.report.markup import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.publish.documents.gather import Case, Fact
    from pipeline.publish.documents.word import Writer

    Part = Callable[[Writer, Case], None]

BLANK = ""
_MARKS = "责任人", "查实金额（元）", "处理意见"


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of document: its name, who writes it, what for, its parts."""

    name: str
    reader: str
    use: str
    parts: tuple[Part, ...]


def write(path: Path, paper: Paper, case: Case) -> None:
    """Write ``paper`` on ``case`` to ``path``."""
    from pipeline.publish.documents.word import Writer

    batch = case.batch
    foot = f"批次 {batch.batch_id}　数据截止日 {batch.as_of}　疑点是待核事项，不是结论"
    document = Writer(paper.name, foot, batch.started_at)
    for part in paper.parts:
        part(document, case)
    document.save(path)


def table(*rows: tuple[str, ...], high: float = 0.9) -> Part:
    """Write a grid of names and fields; {place} and the like are filled in, the rest is left to fill in."""

    def part(document: Writer, case: Case) -> None:
        told = _told(case)
        wide = (2.6, 4.2) * (len(rows[0]) // 2)
        filled = [[told[cell[1:-1]] if cell[:1] == "{" else cell for cell in row] for row in rows]
        document.grid(wide, filled, labels=range(0, len(wide), 2), high=high, size=11)

    return part


def heading(text: str) -> Part:
    """Write a heading."""
    return lambda document, _: document.heading(text)


def text(*paragraphs: str) -> Part:
    """Write paragraphs; {place} and the like are filled in."""

    def part(document: Writer, case: Case) -> None:
        for one in paragraphs:
            document.text(one.format_map(_told(case)))

    return part


def space(lines: int) -> Part:
    """Leave ruled lines."""
    return lambda document, _: document.blank(lines)


def signatures(*names: str) -> Part:
    """Leave room for each signature, and its day."""

    def part(document: Writer, _: Case) -> None:
        rows = [(name, BLANK, "日期", "　　　　年　　月　　日") for name in names]
        document.grid((4.2, 4.2, 1.4, 3.8), rows, labels=(0, 2), high=1, size=10.5, whole=True)

    return part


def facts(*, asked: bool = True) -> Part:
    """Tell each fact with its figures, evidence and basis; ``asked``: with the fields to fill in."""

    def part(document: Writer, case: Case) -> None:
        for number, fact in enumerate(case.facts, start=1):
            _fact(document, number, fact)
            if asked:
                document.grid(
                    (2.4, 9), [(name, BLANK) for name in _MARKS], labels=(0,), high=1, size=10.5, whole=True
                )

    return part


def basis(document: Writer, case: Case) -> None:
    """List what the flags are measured by, each once."""
    told = dict.fromkeys(
        (flag["rule_id"], flag["title"], flag["basis"]) for fact in case.facts for flag in fact.flags
    )
    rows = [("规则", "内容", "依据"), *((rule, title, shown(given)) for rule, title, given in told)]
    document.grid((1.9, 3.6, 9.5), rows, header=True, size=9.5)


def questions(document: Writer, case: Case) -> None:
    """Ask openly about each fact, with room for the answer: what happened, on which papers, what speaks for it."""
    for number, fact in enumerate(case.facts, start=1):
        first = fact.flags[0]
        document.subheading(f"（{number}）{first['title']}{_covers(first)}{_worth(fact)}")
        document.text(f"账表上看到的：{first['message']}")
        asked = [
            "这件事的经过是怎样的？谁提出、谁经手、谁审批？",
            "原始票据、合同、会议记录、公示照片在哪里？能不能提供？",
            f"是不是下面的正常情形：{first['innocent_explanation']}" if first["innocent_explanation"] else "",
            f"对照核查要点：{first['next_check']}" if first["next_check"] else "",
            "钱现在在哪里？有没有补办、退回或整改？",
        ]
        rows = [("问", "答"), *((one, BLANK) for one in asked if one)]
        document.grid((6, 6), rows, header=True, size=10.5, high=1.3)
        _evidence(document, fact)


def papers(document: Writer, case: Case) -> None:
    """List the papers to bring or to fetch, by kind."""
    rows = [("资料", "项数", "要看的凭证号、决议编号", "取得")]
    for kind, lines in case.papers.items():
        numbers = [
            str(line[name]) for line in lines for name in ("voucher_no", "resolution_no") if line[name]
        ]
        named = list(dict.fromkeys(numbers))
        most = 12
        rest = f" 等 {len(named)} 个" if len(named) > most else ""
        rows.append((kind, f"{len(lines):,}", "、".join(named[:most]) + rest, "□"))
    if len(rows) > 1:
        document.grid((4, 1.4, 8, 1.4), rows, header=True, right=(1,))
    else:
        document.text("由核查人按疑点内容列出。")


def sources(document: Writer, case: Case) -> None:
    """List the files that go along: those the facts rest on, each once."""
    found: dict[str, int] = {}
    for fact in case.facts:
        for row in fact.rows:
            found[row["source_file"]] = found.get(row["source_file"], 0) + 1
    rows = [
        ("序号", "文件", "用到的行数"),
        *((str(i), file, f"{n:,}") for i, (file, n) in enumerate(found.items(), 1)),
    ]
    if found:
        document.grid((1.2, 10, 2.4), rows, header=True, right=(2,))


def summary(document: Writer, case: Case) -> None:
    """List the facts in one table, a line each."""
    rows = [("序号", "级别", "疑点", "涉及金额（元）", "查实金额（元）", "责任人")]
    for number, fact in enumerate(case.facts, start=1):
        first = fact.flags[0]
        rows.append(
            (
                str(number),
                first["level"],
                first["title"] + _covers(first),
                shown(fact.amount, "money"),
                BLANK,
                BLANK,
            )
        )
    rows.append(("合计", BLANK, BLANK, shown(case.total, "money"), BLANK, BLANK))
    document.grid((1.2, 1.2, 6, 2.8, 2.6, 2), rows, header=True, right=(3, 4))
    document.note("同一事实的金额只计一次，提示不计入合计。")


def _fact(document: Writer, number: int, fact: Fact) -> None:
    document.subheading(f"事实 {number}{_worth(fact)}")
    for flag in fact.flags:
        document.text(f"【{flag['level']}】{flag['title']}{_covers(flag)}：{flag['message']}")
        document.note(f"规则 {flag['rule_id']}　疑点编号 {flag['flag_id']}　目前 {flag['status']}")
        if flag["basis"]:
            document.note(f"依据：{flag['basis']}")
        if flag["innocent_explanation"]:
            document.note(f"可能的正常情形：{flag['innocent_explanation']}")
    _evidence(document, fact)


def _evidence(document: Writer, fact: Fact) -> None:
    if not fact.rows:
        document.note("这个疑点说的是没有的东西，没有对应的行。")
        return
    rows = [("日期", "疑点依据（表、摘要）", "金额（元）", "文件、工作表、行")]
    for row in fact.rows:
        what = f"{row['table']}：{row['summary']}" if row["summary"] else row["table"]
        place = f"{row['source_file']}　{row['source_sheet']}　第 {row['source_row']} 行"
        rows.append((shown(row["date"]), what, shown(row["amount"], "money"), place))
    document.grid((2.3, 5, 2.6, 5.7), rows, header=True, size=9, right=(2,))
    if fact.hidden:
        document.note(f"另有 {fact.hidden:,} 行，见 审计报告.xlsx 的“疑点依据”。")


def _worth(fact: Fact) -> str:
    return f"　涉及金额 {shown(fact.amount, 'money')} 元" if fact.amount is not None else ""


def _covers(flag: dict[str, str | None]) -> str:
    return f"（{flag['covers']}）" if flag["covers"] else ""


def _told(case: Case) -> dict[str, str]:
    batch = case.batch
    return {
        "place": case.place,
        "count": f"{sum(len(fact.flags) for fact in case.facts):,}",
        "facts": f"{len(case.facts):,}",
        "total": f"{case.total:,.2f}",
        "titles": "；".join(dict.fromkeys(flag["title"] for fact in case.facts for flag in fact.flags)),
        "batch": batch.batch_id,
        "as_of": batch.as_of.isoformat(),
        "source": f"村账批次 {batch.batch_id}（数据截止日 {batch.as_of}）",
    }


_AUDIT, _INSPECT = "审计人员", "检查人员"
PAPERS = (
    Paper(
        "取证单", _AUDIT, "向提供资料的单位取证，请其写明意见并签字盖章",
        (
            table(
                ("项目名称", BLANK, "编号", BLANK),
                ("被审计（调查）单位", "{place}", "数据来源", "{source}"),
            ),
            heading("一、事项"),
            text("{titles}"),
            heading("二、事项摘要"),
            text(
                "账表显示下列 {facts} 个待核事实，涉及金额 {total} 元（提示不计，同一事实只计一次）。"
                "请就每一项核对原件，写明是否属实和原因。"
            ),
            facts(),
            heading("三、附件"),
            sources,
            heading("四、提供资料的单位的意见"),
            space(4),
            signatures(
                "提供资料的单位（盖章）", "单位负责人（签字）", "村监会主任（签字）", "审计人员（签字）", "审计人员（签字）",
            ),
        ),
    ),
    Paper(
        "工作底稿", _AUDIT, "记下怎样查、看到什么、怎样认定，交复核人复核",
        (
            table(
                ("项目名称", BLANK, "索引号", BLANK),
                ("被审计单位", "{place}", "数据来源", "{source}"),
                ("审计人员", BLANK, "编制日期", BLANK),
            ),
            heading("一、审计事项"),
            text("{titles}"),
            heading("二、审计过程"),
            text("以村账比对出的 {count} 条疑点（{facts} 个事实，涉及金额 {total} 元）为起点，调取下列资料核对。"),
            papers,
            space(3),
            heading("三、账表上看到的事实"),
            facts(),
            heading("四、审计认定的事实和结论"),
            space(4),
            heading("五、依据"),
            basis,
            heading("六、复核意见"),
            space(3),
            signatures("审计人员（签字）", "复核人（签字）"),
        ),
    ),
    Paper(
        "核查报告", _INSPECT, "把一个村或一条疑点查清以后，报告情况、责任和处理意见",
        (
            heading("一、基本情况"),
            text(
                "根据{source}，{place}有 {count} 条疑点（{facts} 个事实），涉及金额 {total} 元（提示不计，同一事实只计一次）。"
                "核查组于　　　　年　　月　　日至　　月　　日进行了核查。"
            ),
            summary,
            heading("二、逐项核查情况"),
            facts(),
            heading("三、核查过程"),
            space(3),
            heading("四、核查结论"),
            text("□ 属实　□ 部分属实　□ 不属实　　查实金额合计：　　　　　　　元　　追回金额：　　　　　　　元"),
            space(3),
            heading("五、处理意见和整改要求"),
            space(3),
            heading("六、所依据的规定"),
            basis,
            signatures("核查人（签字）", "核查人（签字）", "村负责人（签字）", "村监会主任（签字）", "批准人（签字）"),
        ),
    ),
    Paper(
        "谈话提纲", _INSPECT, "谈话前准备：要问什么、要带什么；先听说明，不预设结论",
        (
            table(
                ("谈话对象", BLANK, "职务", BLANK),
                ("时间", BLANK, "地点", BLANK),
                ("谈话人（两人）", BLANK, "记录人", BLANK),
                ("事项", "{place}", "数据来源", "{source}"),
            ),
            heading("一、开场"),
            text(
                "说明身份和来意：账表上有 {count} 条需要核对的疑点，是比对出来的，不是结论；请如实说明情况，有材料的提供材料。"
                "谈话对象可以补充、可以更正，核对记录后签字。"
            ),
            heading("二、要问的"),
            questions,
            heading("三、请带来的资料"),
            papers,
            heading("四、其他情况"),
            space(4),
            signatures("以上记录我看过，和我说的一致（谈话对象签字）", "谈话人（签字）", "谈话人（签字）", "记录人（签字）"),
        ),
    ),
    Paper(
        "问题线索移送函", _INSPECT, "核查后认为要由有权的单位处理的，连同材料移送",
        (
            text("编号：　　　　　　　　　　"),
            text("　　　　　　　　　　　　（受移送单位）："),
            text(
                "我们在核对{place}的账表时，发现下列 {facts} 个事实需要由贵单位进一步核实处理，涉及金额 {total} 元"
                "（提示不计，同一事实只计一次）。"
                "下列内容来自{source}，是账表比对得到的疑点，不是结论；经核查的情况，写在每项的查实金额、责任人和处理意见里。"
                "现将有关材料移送，请查收，并在　　　　年　　月　　日前告知处理结果。"
            ),
            heading("一、移送的事项"),
            summary,
            facts(),
            heading("二、可能涉及的规定（参照）"),
            basis,
            heading("三、附件"),
            sources,
            signatures("移送单位（盖章）", "批准人（签字）", "移送人（签字）"),
            heading("回执"),
            text("上列材料收到，共　　　份　　　页。"),
            signatures("接收单位（盖章）", "接收人（签字）"),
        ),
    ),
)  # fmt: skip
