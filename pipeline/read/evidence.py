"""Say for each column what speaks for its reading: the parts of its header, its cells, the identities it is in.

Only for ``check --explain``: a night needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout.lexicon import meaning
from pipeline.layout.profile import describe

if TYPE_CHECKING:
    from pipeline.layout.profile import Profile
    from pipeline.read.extract import Heading, Proof
    from pipeline.read.grid import Grid

_SHARES = (
    ("days", "日期"), ("years", "年份"), ("ids", "身份证号"), ("long", "长号码"), ("numbers", "数字"),
    ("cooperatives", "合作社"), ("chinese", "文字"),
)  # fmt: skip


def explain(grid: Grid, headings: list[Heading], proofs: list[Proof]) -> None:
    """Add to each heading what speaks for it, and what came next and why it lost."""
    fields = {
        place: name for name, column in grid.table.recognition.columns.items() for place in column.columns
    }
    for heading in headings:
        name = fields.get(heading.place, "")
        text = "".join(grid.table.block[heading.place]) if heading.place < len(grid.table.block) else ""
        lines = [f"词：{_parts(text)}", f"内容：{_cells(describe(grid.raw(heading.place)))}"]
        if held := [_proof(p) for i in grid.ledger.identities if name and name in _names(i.fields)
                    for p in proofs if p.identity == i.name]:  # fmt: skip
            lines.append(f"算术：{'、'.join(held)}")
        lines.append(f"其次：{_second(grid, text, name)}")
        heading.evidence = tuple(lines)


def _parts(text: str) -> str:
    parts = sorted(meaning(text).parts)
    known = " + ".join(part for part in parts if not part.startswith("?"))
    unknown = "、".join(part[1:] for part in parts if part.startswith("?"))
    return f"{known or '没有认得的词'}{f'；不认得“{unknown}”' if unknown else ''}"


def _cells(profile: Profile) -> str:
    if not profile.filled:
        return "全空"
    shares = [
        f"{title} {round(share * 100)}%"
        for name, title in _SHARES
        if (share := getattr(profile, name)) >= 0.1
    ]
    return f"{profile.filled} 格，{'、'.join(shares) or '其他'}"


def _names(fields: tuple[str, ...]) -> set[str]:
    return {field.removeprefix("-") for field in fields}


def _proof(proof: Proof) -> str:
    return f"{proof.identity}，{proof.tried} 处里 {proof.satisfied} 处对得上"


def _second(grid: Grid, text: str, name: str) -> str:
    """Name the field whose words fit a header next best, and why it was not taken."""
    fitting = [(other, weight) for other, weight in grid.kind.words.fitting(text) if other != name]
    if not fitting:
        return "没有别的列用得上这些词"
    other, weight = fitting[0]
    taken = other in grid.table.recognition.columns
    spec = grid.specs.get(other)
    title = spec.title if spec else other
    column = grid.table.recognition.columns.get(name)
    if column is not None and column.why.startswith("各格"):
        return f"{title}（各格的内容说明不是它）"
    why = (
        "已有别的列" if taken else f"相合的词只有 {weight:g} 个" if name else "与另一项分不出高下，或内容不合"
    )
    return f"{title}（{why}）"
