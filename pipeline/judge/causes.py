"""Tell what changed between two batches, so that the history of a flag can say why it changed.

A flag whose own rows came or went changed by data. Any other change has the parameters its rule uses, the version of
the program, other rows of its village, or the day behind it, as far as these are not what they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.judge.dispositions import AGAIN
from pipeline.judge.headlines import GONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    import duckdb

    from pipeline.judge.rule import Rule

DATA, PARAMETER, PROGRAM, DAY, BY_HAND = "数据", "参数", "程序版本", "日期", "核查"
# What happens to a flag without anything having changed but what an inspector said.
_SAID = frozenset({"核查结论", "结论撤回", AGAIN})
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


def why(
    flag_id: str,
    rule_id: str,
    village: str,
    event: str,
    is_own: bool,
    before: Decimal | None,
    amount: Decimal | None,
    is_other: bool | None,
    told: str,
    places: list[str],
    *,
    rules: Mapping[str, Rule],
    changed: Causes,
) -> tuple[str, str, str]:
    """Say what is behind the events of a flag: its id, the cause, and a sentence.

    ``is_own``: rows of the flag itself came or went. ``is_other``: its facts are not what they were; ``told``: what is
    known of its rows.
    """
    events = set(event.split("、"))
    if events <= _SAID:
        return flag_id, BY_HAND, ""
    if is_other and before != amount:
        told = "；".join(part for part in (told, f"金额由 {before:,.2f} 元变为 {amount:,.2f} 元") if part)
    if is_own:
        return flag_id, DATA, told or ("依据的行重报后不再命中" if GONE in events else "")
    cause, words = changed.of(rules.get(rule_id), village, places)
    return flag_id, cause, "；".join(part for part in (told, words) if part)


def _parameters(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str | None]:
    return {(name, scope): value for name, scope, value in con.execute(_PARAMETERS).fetchall()}
