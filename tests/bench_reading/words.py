"""Header words exchanged for their synonyms in a thesaurus by others: found or left unread, never misread."""

from __future__ import annotations

import unicodedata
from random import Random

from schemas._spec import CARRIED, Ledger
from tests.bench_reading import arithmetic, definitions, loo, score
from tests.bench_reading.cases import Case, Outcome, Read
from tests.bench_reading.definitions import Term, whole
from tests.bench_reading.forms import TITLED
from tests.bench_reading.thesaurus import Thesaurus

SAME, OTHER, KIN = "同义词（=）", "换成了另一列的别名", "同类词（#）"
MOST_SAME, MOST_KIN = 4, 2


def cases(kinds: list[Ledger], thesaurus: Thesaurus, sample: int, seed: int) -> list[Case]:
    """List for every word a few of its swaps, drawn once for each seed; those of whole parts before single characters."""
    found: list[Case] = []
    for ledger in kinds:
        owners = _owners(ledger)
        for term in definitions.terms(ledger):
            for line, most in ((SAME, MOST_SAME), (KIN, MOST_KIN)):
                for word in _picked(thesaurus, term, most, seed, kin=line == KIN):
                    owner = owners.get(_plain(word), term.field)
                    if owner == term.field and _plain(word) in owners:
                        continue
                    apart = line == SAME and owner != term.field and not _provable(term)
                    found.append(Case(OTHER if apart else line, term, TITLED, word))
    return Random(seed).sample(found, sample) if sample and sample < len(found) else found


def run(case: Case, read: Read) -> Outcome:
    """Draw the sheet of a case, read it, judge it."""
    sheet = loo.drawn(case.term, case.style, case.word)
    return Outcome(case, score.judge(sheet, read(sheet.path, sheet.data(), whole()), loo.targets(case.term)))


def _picked(thesaurus: Thesaurus, term: Term, most: int, seed: int, *, kin: bool) -> list[str]:
    swaps = list(dict.fromkeys(thesaurus.swaps(term.word, kin=kin)))
    rng = Random(f"{seed}/{term}")
    rng.shuffle(swaps)
    swaps.sort(key=lambda swap: swap[1])
    return list(dict.fromkeys(word for word, _ in swaps))[:most]


def _owners(ledger: Ledger) -> dict[str, str]:
    """Tell which field each word of a kind heads."""
    carried = {_plain(word): f"_{name}" for name, words in CARRIED.items() for word in words}
    return carried | {_plain(term.word): term.field for term in definitions.terms(ledger)}


def _provable(term: Term) -> bool:
    """Tell whether the sheet's own arithmetic says which column this is."""
    return any(term.field in columns.get(term.kind, ()) for columns in arithmetic.LINES.values())


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).lower()
