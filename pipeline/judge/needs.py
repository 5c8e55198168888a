"""Know what each village lacks of what a rule needs and rests on: papers, and columns of them.

A rule finds nothing without what it needs: there a column counts where a row fills it. What its hits rest on is read as
absent: there a column counts where a current sheet has it, though empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from pipeline.judge.emptiness import NEVER, Formula, names, paper, put_in, without
from schemas import ledgers

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    import duckdb

    from pipeline.judge.filled import Filled
    from pipeline.judge.rule import Rule
    from schemas._spec import Ledger

Villages = frozenset[str]
NOBODY: Villages = frozenset()
_NOTHING_HAD: tuple[Mapping[str, Villages], Mapping[str, Villages]] = {}, {}
# Which fields the rows of a kind fill, and which stand on the sheets of those rows, by village.
_HAD = """
    with told as (select * from {rows})
    select village_code, 0 as on_sheet, unnest([{fields}]) as field from told group by village_code
    union all
    select distinct s.village_code, 1 as on_sheet, c.field
    from (select distinct village_code, submission_id, source_sheet from told) as s
    inner join meta.sheet_column as c on s.submission_id = c.submission_id and s.source_sheet = c.sheet
    where c.kind = '{kind}'
"""
# What a county hands in is there for its villages; for one of no county, where there is only one.
_OF_COUNTY = """(
    select v.village_code, k.* exclude (village_code)
    from ledger."{kind}" as k
    inner join core.village as v on k.county = coalesce(
        v.county, (select max(county) from ledger."{kind}" having count(distinct county) = 1)
    )
)"""


@dataclass(frozen=True, slots=True)
class Needs:
    """The villages that have each paper and column that rules name, and those whose rows fill the column."""

    villages: Villages
    standing: Mapping[str, Villages]
    filled: Mapping[str, Villages]

    @classmethod
    def look(
        cls, con: duckdb.DuckDBPyConnection, rules: Sequence[Rule], villages: Iterable[str], tables: Filled
    ) -> Needs:
        """Look up what ``rules`` name; a kind kept neither by village nor by county is there for all once it has a row.

        Nothing is looked up of a kind without rows, of which ``tables`` knows.
        """
        every = frozenset(villages)
        asked: dict[str, set[str]] = {}
        read = [part for rule in rules for part in (rule.file.needs, *rule.file.rests)]
        for name in {name for part in read for name in names(part)}:
            _, kind, *fields = name.split(".")
            asked.setdefault(kind, {""}).update(fields)
        filled: dict[str, Villages] = {}
        standing: dict[str, Villages] = {}
        for kind, wanted in sorted(asked.items()):
            whole = not ledgers()[kind].per_village and not _of_county(ledgers()[kind])
            rows, sheets = _NOTHING_HAD if tables.empty(f"ledger.{kind}") else _had(con, kind, wanted)
            for field in wanted:
                name = f"ledger.{kind}.{field}" if field else f"ledger.{kind}"
                by_rows, by_sheets = rows.get(field, NOBODY), sheets.get(field, NOBODY)
                filled[name] = every if whole and by_rows else by_rows
                standing[name] = every if whole and by_sheets else filled[name] | by_sheets
        return cls(every, standing, filled)

    def met(self, rule: Rule) -> bool:
        """Tell whether anything can be found for any village (or the county, if the rule speaks of it)."""
        return rule.countywide or self._lacking(rule.file.needs, self.filled) != self.villages

    def told(self, rule: Rule) -> dict[str, list[str]]:
        """Name in Chinese what each village lacks for ``rule`` to be judged at all: what it needs, whole papers it reads."""
        papers = {name: self.standing[paper(name) or name] for name in self.standing}
        return self._told(
            [(rule.file.needs, self.filled), *((formula, papers) for formula in rule.file.rests)]
        )

    def unread(self, rule: Rule) -> dict[str, list[str]]:
        """Name in Chinese the columns each village lacks whose absence hits of ``rule`` rest on."""
        return self._told([(formula, self.standing) for formula in rule.file.rests])

    def closed(self, rule: Rule) -> list[str]:
        """Name the villages to which a place of the rule that reads absence is closed: ``village|number``."""
        return [
            f"{village}|{number}"
            for number, formula in enumerate(rule.file.rests)
            for village in sorted(self._lacking(formula, self.standing))
        ]

    def _told(self, lacked: Iterable[tuple[Formula, Mapping[str, Villages]]]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for formula, having in lacked:
            involved = {part for name in names(formula) for part in (name, paper(name)) if part}
            # Villages that lack the same are many.
            texts: dict[frozenset[str], list[str]] = {}
            for village in sorted(self._lacking(formula, having)):
                gone = frozenset(name for name in involved if village not in having[name])
                if gone not in texts:
                    texts[gone] = named(_left(formula, gone))
                found.setdefault(village, []).extend(texts[gone])
        return {village: list(dict.fromkeys(every)) for village, every in found.items() if every}

    def _lacking(self, formula: Formula, having: Mapping[str, Villages]) -> Villages:
        """Say for which villages ``formula`` holds."""
        if isinstance(formula, str):
            return self.villages - having[formula]
        which, *parts = formula
        each = [self._lacking(part, having) for part in parts]
        if which == "any":
            return NOBODY.union(*each)
        return reduce(frozenset.intersection, each, self.villages)


def _of_county(kind: Ledger) -> bool:
    return not kind.per_village and kind.by_name["county"].required


def _had(
    con: duckdb.DuckDBPyConnection, kind: str, fields: Iterable[str]
) -> tuple[Mapping[str, Villages], Mapping[str, Villages]]:
    """Give the villages whose rows fill each field of a kind ('' for: that have a row), and on whose sheets it stands."""
    counted = (f"case when count(\"{field}\") > 0 then '{field}' end" for field in sorted(fields) if field)
    source = _OF_COUNTY if _of_county(ledgers()[kind]) else 'ledger."{kind}"'
    query = _HAD.format(kind=kind, rows=source.format(kind=kind), fields=", ".join(["''", *counted]))
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = {}, {}
    for village, on_sheet, field in con.execute(query).fetchall():
        found[on_sheet].setdefault(field, set()).add(village)
    rows, sheets = ({field: frozenset(having) for field, having in one.items()} for one in found)
    return rows, sheets


def named(formula: Formula) -> list[str]:
    """Name in Chinese what ``formula`` names, one after the other; what may stand for another in one line with it."""
    if isinstance(formula, str):
        return [title(formula)]
    which, *parts = formula
    each = [named(part) for part in parts]
    if which == "any":
        return list(dict.fromkeys(text for texts in each for text in texts))
    return [_joined("或", [_joined("和", texts) for texts in each])]


def _left(formula: Formula, lacked: Container[str]) -> Formula:
    """Say what of ``formula`` is to be asked for: a column, or its paper where that is lacked as a whole."""

    def meant(name: str) -> Formula:
        if name not in lacked:
            return NEVER
        return paper(name) if paper(name) in lacked else name

    return without(put_in(formula, meant), NEVER)


def _joined(word: str, texts: list[str]) -> str:
    """Join what must come together (和) or may stand for one another (或); a paper's title is said once."""
    said, last = [], ""
    for text in dict.fromkeys(texts):
        title, _, column = text.partition("“")
        mixed = len(texts) > 1 and ("和" if word == "或" else "或") in text
        said.append(f"（{text}）" if mixed else f"“{column}" if column and title == last else text)
        last = "" if mixed else title
    return word.join(said)


def title(name: str) -> str:
    """Give the Chinese title of a paper or a column of one."""
    _, kind, *field = name.split(".")
    ledger = ledgers()[kind]
    return f"{ledger.title}“{ledger.by_name[field[0]].title}”列" if field else ledger.title
