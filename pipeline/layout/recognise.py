"""Choose the ledger kind of a header, by score, and say why.

Points: a required column 3, another column 1, a header word few kinds use 0.5 more, an unknown column
-1, a title phrase up to 10, a field that the title block states (账号：…) 2. A kind whose required columns
are neither there nor supplied by the title block is out. When the two best are closer than ``MARGIN`` the
table is refused, naming both. However many points: where neither a name nor columns of its own speak for a
kind, the table is none of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.layout.candidates import Candidate, Candidates
from pipeline.layout.evidence import tried_on
from pipeline.layout.headers import WHOSE
from pipeline.layout.register import lists_villages

if TYPE_CHECKING:
    from pipeline.layout.column import Column
    from pipeline.layout.context import Names
    from pipeline.layout.headers import Headers
    from pipeline.layout.mapping import Block, Mapping
    from pipeline.layout.profile import Sample
    from pipeline.layout.titleblock import Context

MARGIN = 1.5
# So many columns of its own speak for a kind that no name names.
ENOUGH = 1.5
FEW = 3


@dataclass(slots=True)
class Recognition:
    """A kind, its score, and the mapping of its columns; ``named``: a title or name says that it is this kind.

    ``status``: the column that says whether money moved. ``withheld``: what no title may supply, because an
    unread column may hold it.
    """

    kind: str
    score: float
    runner_up: str
    runner_up_score: float
    columns: dict[str, Column]
    unmapped: list[tuple[int, str]]
    shadowed: list[tuple[int, str, str]]
    named: bool = False
    withheld: frozenset[str] = frozenset()
    status: int | None = None


@dataclass(slots=True)
class Unrecognised:
    """Why a header (or a sheet) was not recognised; ``weight`` ranks reasons, the best known one is told.

    ``missing`` names fields (several joined by | are alternatives), for ``twins`` header texts.
    ``named``: a title or name says that it is ``kind``.
    """

    reason: str
    kind: str = ""
    other: str = ""
    missing: tuple[str, ...] = ()
    header_row: int = 0
    weight: float = 0.0
    named: bool = False


class Recogniser:
    """Recognise header blocks."""

    def __init__(self, headers: Headers, *, explains: bool = False) -> None:
        """Recognise by ``headers``; ``explains``: what is read says of each column what speaks for it."""
        self.headers, self.explains = headers, explains
        self.candidates = Candidates(headers)

    def recognise(
        self, block: Block, context: Context, names: Names, sample: Sample
    ) -> Recognition | Unrecognised:
        """Choose the kind of a header whose columns carry the texts ``block`` (group header first).

        ``sample``: the rows below it.
        """
        found = self._choose(self.candidates.of(block, context, names, sample), sample)
        if isinstance(found, Unrecognised) and found.reason == "not_a_ledger":
            # No word says what it is; where the figures prove a book or a bill, it is one.
            proven = [
                c
                for c in self.candidates.of(block, context, names, sample, every=True)
                if self._verdict(c, sample)
            ]
            if proven:
                return self._of_figures(proven)
        return found

    def _of_figures(self, proven: list[Candidate]) -> Unrecognised:
        """Say which kind the figures of a table are, that no word names: it is sent back, not passed over."""
        proven.sort(key=lambda c: (-c.weight, c.kind))
        best, others = proven[0], [c for c in proven[1:] if not c.missing]
        if best.missing or not others:
            needs = best.missing or tuple(self.headers.kinds[best.kind].ledger.titles[:1])
            return Unrecognised("missing", best.kind, missing=needs, weight=best.weight)
        return Unrecognised("ambiguous", best.kind, others[0].kind, weight=best.weight)

    def _choose(self, candidates: list[Candidate], sample: Sample) -> Recognition | Unrecognised:
        """Choose among the kinds that a table may be."""
        fitting = [c for c in candidates if not c.missing]
        complete = sorted(
            [c for c in fitting if self._speaks(c, sample)] or fitting, key=lambda c: (-c.points, c.kind)
        )
        if len(complete) > 1:
            complete = self._proven(complete, sample)
        lacking = max(
            (c for c in candidates if c.missing and (c.named or c.hinted or len(c.mapping.columns) >= 2)),
            key=lambda c: (c.hinted, c.weight, c.kind),
            default=None,
        )
        if not complete:
            return self._lacks(lacking, sample)
        best = complete[0]
        if lacking and self._rather(lacking, best):
            return self._lacks(lacking, sample)
        if not self._speaks(best, sample):
            if lacking and self._speaks(lacking, sample):
                return self._lacks(lacking, sample)
            return Unrecognised("not_a_ledger", best.kind, weight=best.points)
        runner_up = complete[1] if len(complete) > 1 else None
        if runner_up and not self._decided(best, runner_up) and self._decided(runner_up, best):
            # More points for words that many kinds use weigh less than columns of its own.
            best, runner_up = runner_up, best
        mapping = best.mapping
        if runner_up and not self._decided(best, runner_up):
            return Unrecognised("ambiguous", best.kind, runner_up.kind, weight=best.points, named=best.named)
        if mapping.twins:
            return Unrecognised("twins", best.kind, missing=tuple(mapping.twins), weight=best.points)
        second = max((c for c in fitting if c is not best), key=lambda c: (c.points, c.kind), default=None)
        return Recognition(
            best.kind, best.points, second.kind if second else "", second.points if second else 0.0,
            mapping.fresh_columns(), mapping.unmapped, mapping.shadowed, best.named,
            self.candidates.withheld(mapping, sample), mapping.status,
        )  # fmt: skip

    def _decided(self, best: Candidate, other: Candidate) -> bool:
        """Tell whether the better of two kinds that a table may be is the one it is.

        It is where its title says so; else by columns of its own that the other kind has no place for. Words
        that many kinds use decide nothing.
        """
        lead = best.points - other.points
        if best.named and not other.named:
            return lead > -MARGIN
        if best.named and lead >= MARGIN:
            return True
        mine, yours = self._apart(best, other), self._apart(other, best)
        if other.named and not best.named:
            # A word of the title (开支) does not make a list of goods with their prices a page of an account.
            return lead >= 2 * MARGIN and mine - yours >= 2 * ENOUGH
        return mine >= 1.0 and mine - yours >= 1.0

    def _apart(self, one: Candidate, other: Candidate) -> float:
        """Add up the own columns of ``one``, and what the title block tells it, that ``other`` has no header for."""
        unread = {place for place, _ in other.mapping.unmapped}
        unread |= {place for c in other.mapping.columns.values() if c.why for place in c.columns}
        told = one.told - self.headers.kinds[other.kind].specs.keys()
        return self._own_columns(one.mapping, one.kind, unread) + len(told)

    def _proven(self, complete: list[Candidate], sample: Sample) -> list[Candidate]:
        """Leave out kinds by whose columns the figures do not add up, where by another kind's they do."""
        verdicts = [self._verdict(c, sample) for c in complete]
        if True not in verdicts:
            return complete
        return [c for c, verdict in zip(complete, verdicts, strict=True) if verdict is not False]

    def _verdict(self, one: Candidate, sample: Sample) -> bool | None:
        """Tell whether the figures prove a kind's reading (True), refute it (False) or say nothing."""
        said: bool | None = None
        for identity in self.headers.kinds[one.kind].ledger.identities:
            names = [name.removeprefix("-") for name in identity.fields]
            places = {n: one.mapping.columns[n].columns[0] for n in names
                      if n in one.mapping.columns and one.mapping.columns[n].columns}  # fmt: skip
            if len(places) == len(names):
                satisfied, tried = tried_on(identity, places, sample)
                if proofs.fails(satisfied, tried):
                    return False
                said = said or proofs.holds(satisfied, tried) or None
        return said

    def _speaks(self, one: Candidate, sample: Sample) -> bool:
        """Tell whether enough speaks for a kind: its name, columns that few kinds have, or money in and out."""
        if one.named or one.hinted:
            return True
        if (register := lists_villages(self.headers.kinds[one.kind], one.mapping, sample)) is not None:
            return register
        told = self.headers.kinds[one.kind].ledger.told_by
        if told and one.mapping.columns.keys().isdisjoint(told):
            return False
        return self._own_columns(one.mapping, one.kind) >= ENOUGH

    def _own_columns(self, mapping: Mapping, kind: str, among: set[int] | None = None) -> float:
        """Count the columns (``among`` these) that are hardly anyone else's; money both in and out makes a book."""
        own = 0.0
        # Money in, money out and a balance are as much a cash book's as a bank's.
        identities = self.headers.kinds[kind].ledger.identities
        chained = {name for i in identities if i.form == "chain" for name in i.fields}
        for name, column in mapping.columns.items():
            if name in WHOSE or name.startswith("_") or column.why:
                continue
            if among is not None and column.first not in among:
                continue
            if name in chained and self.headers.spread.get(column.alias, FEW) > 1:
                continue
            shared = self.headers.spread.get(column.alias, 1)
            index = self.headers.kinds[kind]
            if shared == 1 and name in index.needed and index.fields.get(column.alias, ("", 9))[1] == 0:
                # The very title of a column that must be there, and no other kind has: 农村居民人均可支配收入.
                own += ENOUGH
            else:
                own += 1.0 if shared < FEW else 0.5 if shared == FEW else 0.0
        ledger = self.headers.kinds[kind].ledger
        for sided in ledger.sided if ledger.book and among is None else ():
            amount = mapping.columns.get(sided.name)
            directed = amount is not None and "side" in amount.parts
            sides = {sided.plus, sided.minus} & mapping.columns.keys()
            if directed or len(sides) == 2:
                own += 2.0
            elif sides and {ledger.date_field, "summary"} <= mapping.columns.keys():
                own += ENOUGH
        return own

    def _lacks(self, lacking: Candidate | None, sample: Sample) -> Unrecognised:
        """Say what a table lacks that is meant to be ours, or that nothing says it is."""
        if lacking is None:
            return Unrecognised("not_a_ledger")
        reason = "missing" if self._speaks(lacking, sample) else "not_a_ledger"
        doubted = (
            self.candidates.withheld(lacking.mapping, sample) & lacking.trusted
            if lacking.trusted
            else frozenset()
        )
        missing = tuple(m for m in lacking.mapping.missing if m in doubted or m in lacking.missing)
        return Unrecognised(
            reason,
            lacking.kind,
            missing=missing or lacking.missing,
            weight=lacking.weight,
            named=lacking.named,
        )

    def _rather(self, lacking: Candidate, best: Candidate) -> bool:
        """Tell whether a table is rather a kind that lacks something than the one that has all it needs.

        So it is where the title or more columns of its own say so.
        """
        if lacking.named and not best.named:
            return True
        if lacking.hinted and not (best.named or best.hinted):
            # Words of the title weigh more than a few columns, not more than a whole book's.
            return self._own_columns(best.mapping, best.kind) < 2 * ENOUGH
        mine, yours = self._apart(lacking, best), self._apart(best, lacking)
        if best.named and not lacking.named:
            # A word of the title (开支) does not make a list of goods with their prices a page of an account.
            return mine - yours >= 2 * ENOUGH
        return mine > yours
