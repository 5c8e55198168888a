"""Ledger kinds, one file each; found by looking in this folder, nothing is registered by hand."""

from __future__ import annotations

import importlib
import json
import pkgutil
from dataclasses import asdict, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from schemas import _kept
from schemas._spec import Ledger

if TYPE_CHECKING:
    from pandera.polars import DataFrameModel


@cache
def ledgers() -> dict[str, Ledger]:
    """Give every ledger kind of this folder, by name, with its fields, as plain data without its ``model``.

    Read as an earlier run of this version described them: the libraries of the models take a second to load.
    Raises ``ValueError`` like ``load``.
    """
    kinds = [_rebuilt(Ledger, told) for told in json.loads(_kept.read("ledgers.json", _described))]
    return {kind.name: kind for kind in kinds}


@cache
def load() -> dict[str, Ledger]:
    """Load every ledger kind of this folder with its model, by name.

    Raises ``ValueError`` when two kinds have the same column titles, because no sheet could then be
    told apart, or when one header word belongs to two columns of a kind.
    """
    from schemas._fields import field_specs  # late: pandera is slow to import

    found: dict[str, Ledger] = {}
    fingerprints: dict[frozenset[str], str] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        if module.name.startswith("_"):
            continue
        ledger: Ledger = importlib.import_module(f"schemas.{module.name}").LEDGER
        assert ledger.model is not None
        ledger = replace(ledger, fields=field_specs(ledger.model))
        _refuse_shared_words(ledger)
        fingerprint = frozenset(f.title for f in ledger.fields)
        if fingerprint in fingerprints:
            raise ValueError(f"表种 {ledger.name} 与 {fingerprints[fingerprint]} 的列名完全相同，无法区分")
        fingerprints[fingerprint] = ledger.name
        found[ledger.name] = ledger
    return found


def model(name: str) -> type[DataFrameModel]:
    """Load the pandera model of one kind."""
    ledger: Ledger = importlib.import_module(f"schemas.{name}").LEDGER
    assert ledger.model is not None
    return ledger.model


def _described() -> bytes:
    kinds = [asdict(replace(ledger, model=None)) for ledger in load().values()]
    return json.dumps(kinds, ensure_ascii=False).encode()


def _rebuilt(kind: Any, told: Any) -> Any:
    """Make a value of type ``kind`` of what JSON has kept of it."""
    if isinstance(kind, type) and is_dataclass(kind):
        made = {name: _rebuilt(one, told[name]) for name, one in _made_up(kind).items()}
        return kind(**told | made)
    if isinstance(told, list):
        inner = get_args(kind)
        if inner == (str, ...):
            return tuple(told)
        each = inner[:1] * len(told) if inner[1:] == (...,) else inner
        return tuple(_rebuilt(one, value) for one, value in zip(each, told, strict=True))
    return told


@cache
def _made_up(kind: type) -> dict[str, Any]:
    """Give the types of those fields of a dataclass that JSON does not keep as they are."""
    # The model's own type is not loaded: a kind read here has none.
    types = get_type_hints(kind, localns={"DataFrameModel": object})
    return {name: inner for name, inner in types.items() if get_args(inner) or is_dataclass(inner)}


def _refuse_shared_words(ledger: Ledger) -> None:
    """Raise ``ValueError`` when a header word could mean two columns of ``ledger``."""
    owner: dict[str, str] = {}
    named = [(field.name, (field.title, *field.aliases)) for field in ledger.fields]
    for name, words in [*named, *((span.name, span.aliases) for span in ledger.spans)]:
        for word in words:
            other = owner.setdefault(word, name)
            if other != name:
                raise ValueError(f"表种 {ledger.name}：列名“{word}”同时属于 {other} 和 {name}，请只保留一处")
