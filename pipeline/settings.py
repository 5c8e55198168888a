"""Settings from environment (CUNZHANG_…), checked; the command line overrides them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from pipeline.errors import WrongSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = "CUNZHANG_"
_KINDS = {"float": float, "int": int, "str": str}


def _setting(default: Any, says: str, least: float | None = None) -> Any:
    return field(default=default, metadata={"says": says, "least": least})


# To load a library for these takes a tenth of a night without new files.
@dataclass(frozen=True, slots=True)
class Settings:
    """How a run behaves; every value has a default that suits an office computer."""

    settle_seconds: float = _setting(5.0, "文件多久没有变化才算放好（秒）", 0)
    settle_limit: float = _setting(60.0, "最多等多久（秒）", 0)
    file_seconds: float = _setting(120.0, "读一个文件最多用多久（秒）", 0.001)
    file_megabytes: int = _setting(2048, "读文件的进程最多用多少内存（MB）", 256)
    workers: int = _setting(os.cpu_count() or 1, "同时读几个文件", 1)
    unmasked_for: str = _setting("", "另外发布一份不遮盖的数据库，用于什么事（写入批次清单）；空为不发布")


def read(given: Mapping[str, str] = os.environ) -> Settings:
    """Take the settings that are ``given``; raises ``WrongSettings`` naming every one that can't be used."""
    values: dict[str, Any] = {}
    wrong = []
    for one in fields(Settings):
        name, least = f"{_PREFIX}{one.name.upper()}", one.metadata["least"]
        if name in given:
            try:
                values[one.name] = _KINDS[str(one.type)](given[name])
            except ValueError:
                wrong.append(name)
            else:
                # Written this way, what is no number at all (nan) is too small as well.
                if least is not None and not least <= values[one.name] < float("inf"):
                    wrong.append(name)
    if wrong:
        raise WrongSettings(f"环境变量的值不对：{'、'.join(wrong)}。")
    return Settings(**values)
