"""Write the documents of an inspection to print, fill in and sign, out of the published database.

``papers`` declares them and says what stands in them, ``gather`` reads it, ``word`` knows how it looks. Written
when somebody asks, never by the night: what is filled in on them is the inspector's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.publish.documents import gather, papers
from pipeline.publish.feedback.naming import name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

FOLDER = "文书"
KINDS = {paper.name: paper for paper in papers.PAPERS}


@dataclass(frozen=True, slots=True)
class About:
    """What a document is to speak of: one flag, or one village by its name or code."""

    flag: str = ""
    village: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be written: its file's name, and what writes it."""

    name: str
    write: Callable[[Path], None]


def document(con: duckdb.DuckDBPyConnection, batches: Path, kind: str, about: About) -> Document:
    """Read what the document ``kind`` tells ``about`` a flag or a village.

    Raises ``WrongSettings`` for a kind, flag or village that is not known.
    """
    if kind not in KINDS:
        raise WrongSettings(f"没有“{kind}”这种文书。可用的：{'、'.join(KINDS)}。")
    if bool(about.flag) == bool(about.village):
        raise WrongSettings(f"{kind}要写明是哪一条疑点（--flag 疑点编号），或哪一个村（--village 乡镇/村）。")
    if about.flag:
        case = gather.of_flag(con, batches, about.flag)
        own = [case.facts[0].flags[0]["rule_id"], about.flag.strip()[-6:]]
    else:
        case, own = gather.of_village(con, batches, about.village), []
    words = [kind, *(one for one in (case.township, case.village) if one), *own]
    return Document(
        name("-".join(words) + ".docx", ".docx", ()), partial(papers.write, paper=KINDS[kind], case=case)
    )
