"""Say what an office's register and dictionaries may help that is held up, and tell by hashes whether they changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.place.dictionary import Aliases
    from pipeline.place.identify import Village
    from pipeline.place.own_funds import Catalogues

# What was held up for these reasons may go in once the village register changes …
VILLAGE_CODES = frozenset({"V01", "V02", "V04", "V07", "V08"})
# … or once 列名对照表 does.
HEADER_CODES = frozenset({"S01", "S03", "S04", "S11", "S12", "S13", "S14", "H01", "H04"})

# … or once 资金目录表 does: a title is known by what stands before the name of the table.
FUND_CODES = HEADER_CODES | {"C22"}

# … or once its day has come.
DAY_CODES = frozenset({"L04"})


def register_hash(villages: str, columns: str, funds: str) -> str:
    """Put the fingerprints of what tables are read and placed with together."""
    return f"{villages}-{columns}-{funds}".rstrip("-")


def villages_hash(villages: Iterable[Village], aliases: Iterable[tuple[str, Village]]) -> str:
    """Fingerprint the register, so that a change sends unplaced tables through again."""
    lines = [(v.code, v.name, v.township, v.county, v.org_name, v.unit_kind) for v in villages]
    return _fingerprint([*lines, *((alias, v.code) for alias, v in aliases)])


def columns_hash(aliases: Aliases) -> str:
    """Fingerprint the column aliases, '' for none."""
    return _fingerprint(aliases) if aliases else ""


def funds_hash(catalogues: Catalogues) -> str:
    """Fingerprint the counties' own funds, '' for none."""
    lines = [(county, word, fund) for county, own in catalogues.items() for word, fund in own.items()]
    return _fingerprint(lines) if lines else ""


def _fingerprint(lines: Iterable[tuple[str, ...]]) -> str:
    return hashlib.sha256("\n".join(sorted(map("|".join, lines))).encode()).hexdigest()[:16]
