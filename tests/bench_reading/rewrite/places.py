"""Move cells: columns in another order, blank rows and columns put in."""

from __future__ import annotations

import re
from random import Random

from tests.bench_reading.rewrite.bases import Base
from tests.bench_reading.rewrite.change import Change, moved

# What belongs to the column on its right or left, by its place alone.
_MONTH = re.compile(
    r"[月季]度?小计$|^\d{1,2}月|^[一二三四五六七八九十]{1,2}月|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_BESIDE = ("方向", "借贷", "借或贷", "借/贷", "收/支", "收付")


def as_text(base: Base, rng: Random) -> Change | None:
    """Leave every cell in its place, where a text file can say all the sheet says: no red ink, no merged data."""
    merged = any(bottom > top >= base.table.header_row for top, _, bottom, _ in base.paper.merged)
    return None if merged or base.paper.red else Change.unchanged(base.paper)


def shuffled(base: Base, rng: Random) -> Change | None:
    """Put the columns in another order from the header down; what a header holds together stays together."""
    blocks = _blocks(base)
    if len(blocks) < 3 or not _is_list(base):
        return None
    order = rng.sample(blocks, len(blocks))
    if order == blocks:
        return None
    columns = {old: new for new, old in enumerate(at for block in order for at in block)}
    rows = {i: i for i in range(len(base.paper.rows))}
    paper = moved(base.paper, rows, columns, from_row=base.table.header_row - 1)
    return Change(paper, rows, columns)


def blank_rows(base: Base, rng: Random) -> Change | None:
    """Put a blank row above the header, and one somewhere among the data."""
    first = base.table.header_row - 1
    data = sorted(number - 1 for number in base.table.rows)
    if first < 1 or len(data) < 4:
        return None
    middle = rng.choice(data[1:-1])
    if any(top < middle <= bottom for top, _, bottom, _ in base.paper.merged):
        return None
    rows = {i: i + (i >= first) + (i >= middle) for i in range(len(base.paper.rows))}
    columns = {j: j for j in range(base.paper.width)}
    return Change(moved(base.paper, rows, columns), rows, columns)


def blank_columns(base: Base, rng: Random) -> Change | None:
    """Put a blank column somewhere between two blocks, or before them all."""
    starts = [block[0] for block in _blocks(base)]
    if not starts:
        return None
    before = rng.choice(starts)
    rows = {i: i for i in range(len(base.paper.rows))}
    columns = {j: j + (j >= before) for j in range(base.paper.width)}
    first = 0 if before == 0 else base.table.header_row - 1
    return Change(moved(base.paper, rows, columns, from_row=first), rows, columns)


def _is_list(base: Base) -> bool:
    """Tell whether the rows below the header are rows of the table: on a form, labels stand beside their values."""
    top = base.table.header_row
    filled = [
        n + 1 for n, row in enumerate(base.paper.rows) if n >= top and any(c not in (None, "") for c in row)
    ]
    return min(base.table.rows) > top and (len(base.table.rows) > 1 or len(filled) < 3)


def _blocks(base: Base) -> list[list[int]]:
    """Part the columns into blocks that a group header holds together, or that mean something by standing side by side.

    None where two headers are the same: there the order tells them apart.
    """
    top = base.table.header_row - 1
    paper = base.paper
    heads = paper.square()[top : top + 2]
    if not heads or base.table.header_row < 1:
        return []
    first = heads[0]
    texts = [str(head) for head in first if head]
    if len(texts) != len(set(texts)):
        return []
    last = max(
        (j for row in paper.rows[top:] for j, cell in enumerate(row) if cell not in (None, "")), default=-1
    )
    joined = {
        j
        for t, left, bottom, right in paper.merged
        if t >= top
        for j in range(left + 1, right + 1)
        if bottom >= top
    }
    blocks: list[list[int]] = []
    for j in range(last + 1):
        head = str(first[j] or "")
        after = j > 0 and str(first[j - 1] or "").strip() in _BESIDE
        before = str(first[j - 1] or "") if j else ""
        months = _MONTH.search(before) and (_MONTH.search(head) or head.endswith(("小计", "合计", "总计")))
        if blocks and (j in joined or not head or after or months or head.strip() in _BESIDE):
            blocks[-1].append(j)
        else:
            blocks.append([j])
    return blocks
