"""Tell what changed between two batches, so that the history of a flag can say why it changed.

A flag whose own rows came or went changed by data. Any other change has the parameters its rule uses, the version of
the program, other rows of its village, or the day behind it, as far as these are not what they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from pipeline.judge.rule import Rule

DATA, PARAMETER, PROGRAM, DAY = "数据", "参数", "程序版本", "日期"
_BATCHES = """
select program_version, coalesce(program_hash, ''), as_of from meta.batch
order by cast(regexp_extract(batch_id, '[0-9]+$') as integer) desc limit 2
"""
_ARRIVED = """
select distinct coalesce(h.village_code, '') from meta.sheet as h join meta.submission as s using (submission_id)
where s.batch_id = ?
"""
_PARAMETERS = "select name, scope, value from meta.parameter"


@dataclass(slots=True)
class Causes:
    """What is other than in the batch before: each as a sentence, '' where it is the same."""

    program: str = ""
    day: str = ""
    villages: frozenset[str] = frozenset()
    parameters: dict[str, dict[str, str]] = field(default_factory=dict)
    before: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def look(cls, con: duckdb.DuckDBPyConnection, batch_id: str) -> Causes:
        """Compare with the batch before; to be called before the parameters of this one are written down."""
        batches = con.execute(_BATCHES).fetchall()
        causes = cls(before=_parameters(con))
        causes.villages = frozenset(code for (code,) in con.execute(_ARRIVED, [batch_id]).fetchall())
        if len(batches) == 2:
            (program, files, day), (program_before, files_before, day_before) = batches
            if program != program_before:
                causes.program = f"程序由 {program_before} 换成 {program}"
            elif files != files_before:
                causes.program = f"{program} 的程序文件有更新"
            if day != day_before:
                causes.day = f"截止日由 {day_before} 到 {day}"
        return causes

    def compare_parameters(self, con: duckdb.DuckDBPyConnection) -> None:
        """Note which parameters have other values now, by name and scope."""
        now = _parameters(con)
        for name, scope in sorted(self.before.keys() | now.keys()) if self.before else ():
            old, new = self.before.get((name, scope)), now.get((name, scope))
            if old != new:
                told = f"参数 {name}{f'（{scope}）' if scope else ''}由 {old or '未设'} 改为 {new or '未设'}"
                self.parameters.setdefault(name, {})[scope] = told

    def of(self, rule: Rule | None, village: str, places: Sequence[str]) -> tuple[str, str]:
        """Give what is behind a change that no row of the flag explains, and a sentence on it.

        ``rule`` None: the program has it no more. ``places``: how a scope may name the village.
        """
        if rule is None:
            return PROGRAM, "规则已停用"
        used = (self.parameters.get(p.name, {}) for p in rule.params)
        given = [told for scopes in used for scope, told in scopes.items() if scope == "" or scope in places]
        found = {PARAMETER: "；".join(given), PROGRAM: self.program}
        arrived = not self.villages.isdisjoint({village, ""}) if village else bool(self.villages)
        found[DATA] = "本村报来新的账表" if arrived and village else "报来新的账表" if arrived else ""
        if not any(found.values()):
            found = {DAY: self.day} if self.day else {DATA: "其他村的账表有变"}
        told = {cause: words for cause, words in found.items() if words}
        return "、".join(told), "；".join(told.values())


def _parameters(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str | None]:
    return {(name, scope): value for name, scope, value in con.execute(_PARAMETERS).fetchall()}
