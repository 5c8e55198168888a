"""Read a batch's files with the office's dictionaries, and again what new entries or villages may help."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.phases import unheard
from pipeline.place import dictionary, held_up, own_funds, placing, reading
from pipeline.place.identify import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.files.inbox import Dropped
    from pipeline.known import Earlier, Known
    from pipeline.phases import Step
    from pipeline.place.dictionary import Aliases
    from pipeline.place.identify import Village
    from pipeline.place.own_funds import Catalogues
    from pipeline.place.submission import Submission
    from pipeline.settings import Settings
    from schemas._spec import Ledger

    Waiting = Callable[[Callable[[Earlier], bool]], list[Dropped]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a batch's files hold, the villages and own funds as they stand now, and the fingerprint of what was used."""

    submissions: list[Submission]
    villages: list[Village]
    register: Register
    register_hash: str
    funds: Catalogues = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """The files read so far, by path, and the column aliases and names of funds they are read with."""

    before: Known
    ledgers: dict[str, Ledger]
    settings: Settings
    aliases: Aliases
    funds: tuple[str, ...]
    explain: bool = False
    found: dict[str, Submission] = field(default_factory=dict)

    def read(self, files: Iterable[Dropped], step: Step = unheard) -> None:
        files = list(files)
        for one in reading.read(
            files,
            self.before,
            self.ledgers,
            self.settings,
            step,
            self.aliases,
            self.funds,
            explain=self.explain,
        ):
            self.found[one.source_file] = one

    def fresh(self, files: Iterable[Dropped]) -> list[Dropped]:
        return [f for f in files if f.source_file not in self.found]

    def entries(self, kind: str) -> list[dictionary.Entry]:
        return dictionary.entries(kind, self.before.entries.get(kind, ()), self.found.values())


def read(
    changed: list[Dropped],
    waiting: Waiting,
    before: Known,
    ledgers: dict[str, Ledger],
    settings: Settings,
    step: Step,
    *,
    explain: bool = False,
) -> Arrived:
    """Read ``changed``, and of the earlier files (``waiting`` gives those that pass a test) those that may profit.

    Wrong entries of the dictionaries are set aside; the tables are not placed in their villages yet.
    """
    aliases, _ = dictionary.column_aliases(before.entries.get(dictionary.COLUMNS, []), ledgers)
    funds = own_funds.words(before.entries.get(dictionary.FUNDS, []))
    this = _Reading(before, ledgers, settings, aliases, funds, explain)
    this.read(changed, step)
    this.read(this.fresh(waiting(lambda e: bool(e.codes & held_up.DAY_CODES))))
    _read_with_new_aliases(this, changed, waiting)
    _read_with_new_funds(this, changed)
    villages = placing.villages(before, this.found.values())
    names, _ = dictionary.village_aliases(this.entries(dictionary.VILLAGES), villages)
    villages_hash = held_up.villages_hash(villages, names)
    if villages_hash != before.villages_hash:
        unclear = before.books_of(placing.namesakes(before, villages))
        held = waiting(lambda e: bool(e.codes & held_up.VILLAGE_CODES) or e.source_file in unclear)
        this.read(this.fresh(held))
    register = Register(villages, names)
    catalogues, _ = own_funds.catalogues(this.entries(dictionary.FUNDS), register)
    funds_hash = held_up.funds_hash(catalogues)
    if funds_hash != before.funds_hash:
        of_funds = before.files_of(_kinds_of_funds(ledgers))
        held = waiting(lambda e: bool(e.codes & held_up.FUND_CODES) or e.source_file in of_funds)
        this.read(this.fresh(held))
    submissions = list(this.found.values())
    _, wrong = dictionary.column_aliases(this.entries(dictionary.COLUMNS), ledgers)
    names, unknown = dictionary.village_aliases(this.entries(dictionary.VILLAGES), villages)
    dictionary.set_aside([*wrong, *unknown], submissions, ledgers)
    register = Register(villages, names)
    catalogues, strange = own_funds.catalogues(this.entries(dictionary.FUNDS), register)
    list(dictionary.tell(strange, submissions))
    placing.tell_unsaid_counties(submissions, before, register)
    fingerprint = held_up.register_hash(villages_hash, held_up.columns_hash(this.aliases), funds_hash)
    return Arrived(submissions, villages, register, fingerprint, catalogues)


def _read_with_new_aliases(this: _Reading, changed: list[Dropped], waiting: Waiting) -> None:
    """Settle the column aliases with this batch's entries, and read again what they may help."""
    used = set(this.aliases)
    this.aliases, _ = dictionary.column_aliases(this.entries(dictionary.COLUMNS), this.ledgers)
    if set(this.aliases) != used:
        # What was read with an alias that is gone has no issue to be found by.
        lost = not used <= set(this.aliases)
        this.read([f for f in changed if lost or this.found[f.source_file].codes & held_up.HEADER_CODES])
    if held_up.columns_hash(this.aliases) != this.before.columns_hash:
        this.read(this.fresh(waiting(lambda e: bool(e.codes & held_up.HEADER_CODES))))


def _read_with_new_funds(this: _Reading, changed: list[Dropped]) -> None:
    """Settle what funds are called with this batch's catalogues, and read again what of it they may name otherwise."""
    used = set(this.funds)
    this.funds = own_funds.words(this.entries(dictionary.FUNDS))
    if new := used ^ set(this.funds):
        named = [
            f for f in changed
            if "C22" in this.found[f.source_file].codes
            or any(own_funds.concerned(t, new) for t in this.found[f.source_file].tables)
        ]  # fmt: skip
        this.read(named)


def _kinds_of_funds(ledgers: dict[str, Ledger]) -> list[str]:
    """Name the kinds whose rows have a fund, and those that a title without one may be taken for."""
    return [
        name for name, ledger in ledgers.items()
        if ledger.paged or "fund" in ledger.by_name
    ]  # fmt: skip
