"""Read an office's own dictionaries: local column names (列名对照表), village names (村名别名表), funds (资金目录表).

Entries are plain rows of the ledgers ``header_alias``, ``village_alias`` and ``fund``; a wrong one is reported at its
cell and not used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.headers import SEQUENCE, Headers, clean, kind_names
from pipeline.place.identify import Register, Village, names_township

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.findings import Issue
    from pipeline.layout.headers import KindIndex
    from pipeline.place.locate import Located
    from pipeline.place.submission import Submission
    from schemas._spec import Ledger

    Aliases = tuple[tuple[str, str, str], ...]

COLUMNS, VILLAGES, FUNDS = "header_alias", "village_alias", "fund"
# What an entry of each dictionary consists of, by field.
FIELDS = {
    COLUMNS: ("table_name", "local_name", "standard_name"),
    VILLAGES: ("alias", "standard_name", "township"),
    FUNDS: ("name", "synonyms", "county"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a dictionary; ``table`` and ``position`` say where in this batch it stands, if it does."""

    source_file: str
    texts: tuple[str, str, str]
    table: Located | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that can't be used: the issue's code, the column it stands in, the values its wording needs."""

    entry: Entry
    code: str
    title: str
    found: str
    values: dict[str, str] = field(default_factory=dict)


def entries(kind: str, earlier: Iterable[Entry], submissions: Iterable[Submission]) -> list[Entry]:
    """List the entries of dictionary ``kind``: earlier ones, and those handed in now in their place."""
    submissions = list(submissions)
    replaced = {s.source_file for s in submissions if s.stands}
    found = [e for e in earlier if e.source_file not in replaced]
    for one in submissions:
        for table in one.tables:
            if table.extract.kind == kind:
                columns = table.extract.columns
                blank = [None] * len(table.extract.rows)
                texts = zip(*(columns.get(name, blank) for name in FIELDS[kind]), strict=True)
                found += [
                    Entry(one.source_file, (str(a or ""), str(b or ""), str(c or "")), table, position)
                    for position, (a, b, c) in enumerate(texts)
                ]
    return found


def column_aliases(found: list[Entry], ledgers: dict[str, Ledger]) -> tuple[Aliases, list[Fault]]:
    """Turn 列名对照表 into the (kind, header, column) aliases of ``Headers``, and tell what is wrong with it."""
    if not found:
        return (), []
    kinds = Headers(ledgers.values()).kinds
    by_name = kind_names(ledgers.values())
    aliases: dict[tuple[str, str], str] = {}
    faults: list[Fault] = []
    for entry in found:
        table, local, standard = entry.texts
        kind = by_name.get(clean(table))
        if kind is None:
            faults.append(Fault(entry, "D01", "表名", table))
            continue
        index, word = kinds[kind], clean(local)
        column = _column(index, standard)
        if not column:
            near = messages.nearest(
                clean(standard), tuple((f.title, (f.title,)) for f in index.ledger.fields)
            )
            hint = f"是否指“{near}”？" if near else ""
            faults.append(
                Fault(entry, "D02", "标准列名", standard, {"kind": index.ledger.title, "nearest": hint})
            )
            continue
        meaning = (
            aliases.get((kind, word)) or _column(index, local) or ("序号" if word in SEQUENCE else column)
        )
        if meaning != column:
            title = index.specs[meaning].title if meaning in index.specs else meaning.removeprefix("_")
            faults.append(
                Fault(entry, "D03", "本地列名", local, {"kind": index.ledger.title, "meaning": title})
            )
            continue
        aliases[kind, word] = column
    return tuple(sorted((kind, word, column) for (kind, word), column in aliases.items())), faults


def _column(index: KindIndex, word: str) -> str:
    """Name the column a standard header word means: a field, or the word itself for a 借/贷 amount."""
    match = index.exact(clean(word))
    if match is None:
        return ""
    return clean(word) if match.part else match.target


def village_aliases(
    found: list[Entry], villages: list[Village]
) -> tuple[tuple[tuple[str, Village], ...], list[Fault]]:
    """Turn 村名别名表 into the (alias, village) pairs of ``Register``, and tell what is wrong with it."""
    if not found:
        return (), []
    register = Register(villages)
    pairs: dict[str, list[Village]] = {}
    faults: list[Fault] = []
    for entry in found:
        alias, standard, township = entry.texts
        meant = [v for v in register.named(standard) if not township or names_township(township, v.township)]
        if not meant:
            faults.append(Fault(entry, "V04", "标准村名", township + standard))
            continue
        towns = {(v.county, v.township) for v in meant}
        earlier = (v for v in pairs.get(alias, ()) if (v.county, v.township) in towns)
        taken = [*register.named(alias), *earlier]
        other = next((v for v in taken if v not in meant), None)
        if other is not None:
            faults.append(Fault(entry, "D04", "别名", alias, {"village": other.township + other.name}))
            continue
        pairs.setdefault(alias, []).extend(v for v in meant if v not in pairs.get(alias, ()))
    return tuple((alias, v) for alias, meant in sorted(pairs.items()) for v in meant), faults


def tell(faults: Iterable[Fault], submissions: Iterable[Submission]) -> Iterator[tuple[Entry, Issue]]:
    """Report the faults of this batch's entries at their cells, and give each with its issue."""
    by_id = {s.submission_id: s for s in submissions}
    for fault in faults:
        table, position = fault.entry.table, fault.entry.position
        if table is None:
            continue
        extract = table.extract
        place = next((h.place for h in extract.headings if h.title == fault.title), 0)
        issue = messages.issue(
            fault.code, table.source_file, sheet=extract.sheet, cell=extract.cell(position, place),
            column=fault.title, found=fault.found, **fault.values,
        )  # fmt: skip
        by_id[table.submission_id].issues.append(issue)
        yield fault.entry, issue


def set_aside(faults: list[Fault], submissions: Iterable[Submission], ledgers: dict[str, Ledger]) -> None:
    """Report the faults of this batch's entries at their cells, and take their rows out of what is loaded."""
    wrong: dict[int, tuple[Located, dict[int, str]]] = {}
    for entry, issue in tell(faults, submissions):
        if entry.table is not None:
            wrong.setdefault(id(entry.table), (entry.table, {}))[1][entry.position] = issue.fix
    for table, reasons in wrong.values():
        table.set_aside(reasons, ledgers[table.extract.kind])
