"""Write the documents and lists of an inspection to print, fill in and sign, out of the published database.

``papers`` declares the documents on a flag or a village, ``lists`` the workbooks, ``briefing`` the report for whoever
decides; ``gather``, ``scope`` and ``household`` read what they tell, ``word`` knows how a document looks. Written when
somebody asks, never by the night: what is filled in on them is the inspector's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from secrets import randbelow
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.publish.documents import briefing, gather, lists, papers
from pipeline.publish.documents.scope import Scope, scope
from pipeline.publish.feedback.naming import name
from pipeline.publish.report import checklist, figures, topics
from pipeline.publish.report.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import duckdb

FLAG, VILLAGE, TOWNSHIP, COUNTY = "flag", "village", "township", "county"
_HIGHEST_SEED = 10**8


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be written: its name, who uses it, what for, and what it can speak of."""

    name: str
    reader: str
    use: str
    about: tuple[str, ...]


KINDS = {
    kind.name: kind
    for kind in (
        *(Kind(one.name, one.reader, one.use, (FLAG, VILLAGE)) for one in papers.PAPERS),
        Kind(checklist.NAME, "检查人员", "逐条填核查结论，填好放回 inputs/", (VILLAGE, TOWNSHIP, COUNTY)),
        *(Kind(one.name, one.reader, one.use, (VILLAGE, TOWNSHIP, COUNTY)) for one in lists.LISTS),
        Kind(briefing.NAME, briefing.READER, briefing.USE, (TOWNSHIP, COUNTY)),
    )
}
_PAPERS = {paper.name: paper for paper in papers.PAPERS}
_LISTS = {one.name: one for one in lists.LISTS}
_WORDS = {
    FLAG: "一条疑点（--flag 疑点编号）", VILLAGE: "一个村（--village 乡镇/村）", TOWNSHIP: "一个乡镇（--township 乡镇）",
    COUNTY: "全县（都不写）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What to speak of: one flag, one village by name or code, one township, or the county.

    ``persons``: about how many to draw for 入户核实表; ``seed``: of the draw, None for any.
    """

    flag: str = ""
    village: str = ""
    township: str = ""
    persons: int = 30
    seed: int | None = None

    @property
    def what(self) -> str:
        """Say which of the four it is."""
        return FLAG if self.flag else VILLAGE if self.village else TOWNSHIP if self.township else COUNTY


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be written: its file's name, and what writes it."""

    name: str
    write: Callable[[Path], None]


def offered(what: str) -> list[Kind]:
    """List what can be written about a flag, a village, a township or the county."""
    return [kind for kind in KINDS.values() if what in kind.about]


def document(con: duckdb.DuckDBPyConnection, batches: Path, kind: str, about: About) -> Document:
    """Read what ``kind`` tells of what ``about`` names.

    Raises ``WrongSettings`` for a kind, flag, village or township that is not known, or that don't go together.
    """
    if kind not in KINDS:
        raise WrongSettings(f"没有“{kind}”这种文书。可用的：{'、'.join(KINDS)}。")
    if about.what not in KINDS[kind].about:
        raise WrongSettings(f"{kind}可以写：{'，'.join(_WORDS[one] for one in KINDS[kind].about)}。")
    if paper := _PAPERS.get(kind):
        if about.flag:
            case = gather.of_flag(con, batches, about.flag)
            own = [case.facts[0].flags[0]["rule_id"], about.flag.strip()[-6:]]
        else:
            case, own = gather.of_village(con, batches, about.village), []
        return Document(
            _named((kind, case.township, case.village, *own), ".docx"),
            partial(papers.write, paper=paper, case=case),
        )
    seed = randbelow(_HIGHEST_SEED) if about.seed is None else about.seed
    where = scope(con, about.township, about.village, about.persons, seed)
    batch = figures.batch(con, batches)
    words = (kind, where.township, where.village, f"{batch.as_of:%Y%m%d}")
    if kind == briefing.NAME:
        return Document(_named(words, ".docx"), briefing.briefing(con, batches, where))
    if kind == checklist.NAME:
        listed = partial(checklist.write, batch=batch, table=_checklist(con, where))
        return Document(_named(words, ".xlsx"), listed)
    found = _LISTS[kind]
    parts = found.read(con, where)
    return Document(_named(words, ".xlsx"), partial(lists.write, batch=batch, scope=where, parts=parts))


def _checklist(con: duckdb.DuckDBPyConnection, where: Scope) -> Table:
    flags = topics.flags(con, where.township)
    if where.village:
        place = flags.position("village_name")
        flags = Table(flags.title, flags.columns, [row for row in flags.rows if row[place] == where.village])
    return checklist.read(con, flags, topics.evidence(con, where.township))


def _named(words: Iterable[str], ending: str) -> str:
    return name("-".join(word for word in words if word) + ending, ending, ())
