"""Read a batch's files with the office's dictionaries, and again what new entries or villages may help."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.place import dictionary, held_up, placing, reading
from pipeline.place.identify import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.files.inbox import Dropped
    from pipeline.known import Earlier, Known
    from pipeline.place.dictionary import Aliases
    from pipeline.place.identify import Village
    from pipeline.place.submission import Submission
    from pipeline.settings import Settings
    from schemas._spec import Ledger

    Waiting = Callable[[Callable[[Earlier], bool]], list[Dropped]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a batch's files hold, the villages as they stand now, and the fingerprint of what was used."""

    submissions: list[Submission]
    villages: list[Village]
    register: Register
    register_hash: str


@dataclass(slots=True)
class _Reading:
    """The files read so far, by path, and the column aliases they are read with."""

    before: Known
    ledgers: dict[str, Ledger]
    settings: Settings
    aliases: Aliases
    explain: bool = False
    found: dict[str, Submission] = field(default_factory=dict)

    def read(self, files: Iterable[Dropped], step: Callable[[int], None] = lambda _: None) -> None:
        files = list(files)
        for one in reading.read(
            files, self.before, self.ledgers, self.settings, step, self.aliases, explain=self.explain
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
    step: Callable[[int], None],
    *,
    explain: bool = False,
) -> Arrived:
    """Read ``changed``, and of the earlier files (``waiting`` gives those that pass a test) those that may profit.

    Wrong entries of the dictionaries are set aside; the tables are not placed in their villages yet.
    """
    aliases, _ = dictionary.column_aliases(before.entries.get(dictionary.COLUMNS, []), ledgers)
    this = _Reading(before, ledgers, settings, aliases, explain)
    this.read(changed, step)
    _read_with_new_aliases(this, changed, waiting)
    villages = placing.villages(before, this.found.values())
    names, _ = dictionary.village_aliases(this.entries(dictionary.VILLAGES), villages)
    villages_hash = held_up.villages_hash(villages, names)
    if villages_hash != before.villages_hash:
        unclear = before.books_of(placing.namesakes(before, villages))
        held = waiting(lambda e: bool(e.codes & held_up.VILLAGE_CODES) or e.source_file in unclear)
        this.read(this.fresh(held))
    submissions = list(this.found.values())
    _, wrong = dictionary.column_aliases(this.entries(dictionary.COLUMNS), ledgers)
    names, unknown = dictionary.village_aliases(this.entries(dictionary.VILLAGES), villages)
    dictionary.set_aside([*wrong, *unknown], submissions, ledgers)
    register = Register(villages, names)
    placing.tell_unsaid_counties(submissions, before, register)
    fingerprint = held_up.register_hash(villages_hash, held_up.columns_hash(this.aliases))
    return Arrived(submissions, villages, register, fingerprint)


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
