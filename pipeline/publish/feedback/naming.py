"""Name feedback files after the submissions they answer, safe on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

SUMMARY = "反馈汇总.xlsx"
LIST_ENDING = "（问题清单）.xlsx"
# What Windows forbids in names, and what spreadsheet programs take for syntax in links.
_FULL_WIDTH = str.maketrans('<>:"|?*\\#%', "＜＞：＂｜？＊＼＃％")
_DEVICES = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
# Joins emoji; the full-width space of Chinese names.
_KEPT = "\u200d\u3000"
# Names may take 255 bytes; endings, hash and a second number must still fit.
_MOST_BYTES = 180


def name(source_file: str, ending: str, taken: Container[str]) -> str:
    """Name the feedback on ``source_file``: the same folders and name, plus ``ending`` if it differs.

    A name that had to be changed, is too long or is in ``taken`` (see ``folded``) carries a mark that
    follows from the path alone, so that it is the same in every batch and on every machine.
    """
    parts = [part for part in source_file.split("/") if part not in {"", ".", ".."}] or ["未命名"]
    safe = [_safe(part) for part in parts]
    stem, own = PurePosixPath(safe[-1]).stem, PurePosixPath(safe[-1]).suffix
    if own.lower() != ending:
        stem, own = safe[-1], ending
    plain = "/".join([*safe[:-1], stem + own])
    if safe == parts == source_file.split("/") and plain != SUMMARY and folded(plain) not in taken:
        return plain
    mark = hashlib.sha256(source_file.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return "/".join([*safe[:-1], f"{stem}〔{mark}〕{own}"])


def folded(path: str) -> str:
    """Give paths that some system holds for the same one form."""
    return unicodedata.normalize("NFC", path).casefold()


def _safe(part: str) -> str:
    text = "".join(c if c.isprintable() or c in _KEPT else "_" for c in part.translate(_FULL_WIDTH))
    text = _DEVICES.sub(r"\g<0>_", text)
    text = text.rstrip(" .") or "_"
    suffix = PurePosixPath(text).suffix if len(PurePosixPath(text).suffix) <= 5 else ""
    stem = text.removesuffix(suffix)
    while len((stem + suffix).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + suffix
