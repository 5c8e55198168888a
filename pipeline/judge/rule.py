"""Know the rules of sql/rules: what the header of each says, and its SELECT."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pipeline.findings import LEVELS
from pipeline.judge import parameters, sought
from pipeline.judge.emptiness import NEVER, Formula, any_of, without
from pipeline.judge.parameters import Parameter
from pipeline.judge.sought import Sought
from pipeline.judge.sqlfile import SqlFile, read_folder

MONEY = ("受损", "手续")
STATUSES = ("stable", "experimental", "deprecated")
VILLAGES_ONLY, TOWNSHIPS_ONLY = "村", "乡镇"
SUBJECTS = ("entry", "voucher", "village", "cooperative", "payee", "official", "sheet", "project", "county")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what its header says, and its SELECT.

    ``basis``, ``falsepositives`` and ``related`` are lists of texts; ``applies_to`` names what a village must
    have to do with (a matter of ``core.village_matter``; '' for all villages), ``units`` whether it is for villages
    (and communities) or for townships with books of their own alone; ``clears`` says what paper
    settles a flag, ``example`` tells a case in figures where the rule's test builds its tables by program;
    ``message`` is a template filled from the output columns and the parameters. ``relative``: the amount is
    measured against other villages, so that it changes when their books do. ``money``: whether the amount may
    be lost (受损: not received, paid too much or twice, gone without a trace) or only was not handled as it
    should be (手续); ``difference``: the amount is what two figures differ by, so that a small one is only a
    hint (``minimum_amount``); ``across``: it is asked of all counties of a province together as well.
    """

    id: str
    title: str
    level: str
    status: str
    money: str
    subject: str
    description: str
    why: str
    basis: tuple[str, ...]
    params: tuple[Parameter, ...]
    root_cause: str
    falsepositives: tuple[str, ...]
    innocent: str
    next_check: str
    clears: str
    example: str
    related: tuple[str, ...]
    message: str
    tunable: str
    applies_to: str
    units: str
    looks_in: tuple[Sought, ...]
    relative: bool
    difference: bool
    across: bool
    file: SqlFile

    @property
    def countywide(self) -> bool:
        """Whether the rule judges the county as a whole too, as a line of its own."""
        return self.subject == "county"

    @property
    def needs(self) -> Formula:
        """What the rule needs of a village, and what its hits rest on; worked out from its syntax tree."""
        return without(any_of(self.file.needs, *self.file.rests), NEVER)


_FLAGS = frozenset({"relative", "difference", "across"})
OPTIONAL = _FLAGS | {"params", "clears", "example", "related", "tunable", "looks_in", "applies_to", "units"}
REQUIRED = frozenset(field.name for field in fields(Rule)) - OPTIONAL - {"file"}
_FOLD = re.compile(r"(?<=[，。；：、）”]) | (?=[，。；：、（“])|(?<=[一-鿿]) (?=[一-鿿])")
LISTS = ("basis", "falsepositives", "related")


@cache
def load_rules() -> tuple[Rule, ...]:
    """Read every rule, sorted by id; raises ``ValueError`` for a header or text that breaks the form."""
    return tuple(sorted((parse(file) for file in read_folder("rules")), key=lambda rule: rule.id))


def parse(file: SqlFile) -> Rule:
    """Read one rule; raises ``ValueError`` for a header or text that breaks the form."""
    header: dict[str, Any] = file.header
    absent, unknown = REQUIRED - header.keys(), header.keys() - REQUIRED - OPTIONAL
    if absent or unknown:
        raise ValueError(f"规则 {file.name}：说明缺少 {sorted(absent)}，多出 {sorted(unknown)}")
    choices = (("level", LEVELS), ("status", STATUSES), ("money", MONEY), ("subject", SUBJECTS))
    for key, allowed in choices:
        if header[key] not in allowed:
            raise ValueError(f"规则 {file.name}：{key} 只能是 {'/'.join(allowed)}")
    if not file.name.startswith(header["id"].lower() + "_"):
        raise ValueError(f"规则 {file.name}：文件名应以 {header['id'].lower()}_ 开头")
    params = parameters.named(f"规则 {file.name}", header.get("params") or ())
    if file.bound - {p.name for p in params}:
        raise ValueError(
            f"规则 {file.name}：参数 {sorted(file.bound - {p.name for p in params})} 没有在 params 里说明"
        )
    texts: dict[str, Any] = {key: _unfolded(str(header[key])) for key in REQUIRED.difference(LISTS)}
    texts |= {
        key: _unfolded(str(header.get(key, "")))
        for key in ("clears", "example", "tunable", "applies_to", "units")
    }
    lists: dict[str, Any] = {key: tuple(header.get(key) or ()) for key in LISTS}
    if texts["tunable"] not in {"", *(p.name for p in params)}:
        raise ValueError(f"规则 {file.name}：tunable 应是 params 里的一个参数")
    if texts["units"] not in {"", VILLAGES_ONLY, TOWNSHIPS_ONLY}:
        raise ValueError(f"规则 {file.name}：units 只能是 {VILLAGES_ONLY}/{TOWNSHIPS_ONLY}")
    looks_in = sought.parse(file.name, header.get("looks_in"))
    flags: dict[str, Any] = {key: bool(header.get(key, False)) for key in _FLAGS}
    return Rule(**texts, **lists, **flags, looks_in=looks_in, params=params, file=file)


def _unfolded(text: str) -> str:
    """Take out the spaces that YAML puts where a Chinese text was broken into lines."""
    return _FOLD.sub("", text.strip())
