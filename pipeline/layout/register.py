"""Know a register of villages by what it holds: one line for each village, with its code and what it is like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import WHOSE
from pipeline.layout.lexicon import meaning

if TYPE_CHECKING:
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.mapping import Mapping
    from pipeline.layout.profile import Sample

# Province to village: 43 12 47 101 201; 000 is the township itself.
_CODE = re.compile(r"[1-8]\d{8}(?!000)\d{3}")
LEAST = 2


def lists_villages(index: KindIndex, mapping: Mapping, sample: Sample) -> bool | None:
    """Tell whether a table is the kind that says nothing but which villages there are, each with its own code.

    A list of something else that carries codes has more columns of its own; one with amounts, or that mostly
    says something else, is none (False). None where this says nothing.
    """
    columns = mapping.columns
    if not index.needed <= WHOSE:
        return None
    own = columns.keys() & index.specs.keys() - WHOSE
    paid = any("金额" in meaning(header).parts for _, header in mapping.unmapped)
    if paid or len(own) < len(mapping.unmapped):
        return False
    if not columns.keys() >= WHOSE or len(own) < max(LEAST, len(mapping.unmapped) + 1):
        return None
    codes = [str(cell) for cell in sample.cells(columns["village_code"].first) if cell != ""]
    distinct = len(codes) >= LEAST and len(set(codes)) == len(codes) and all(map(_CODE.fullmatch, codes))
    return distinct or None
