"""Find the counties of a province: one folder each, with its own inputs and outputs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import WrongSettings
from pipeline.paths import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROVINCE = "全省"


@dataclass(frozen=True, slots=True)
class County:
    """One county: the name of its folder, and its places."""

    name: str
    places: Places


def of_province(root: Path) -> Places:
    """Give the places of the province itself; raises ``WrongSettings`` where there is no such folder."""
    if not root.is_dir():
        raise WrongSettings(f"找不到全省的文件夹：{root}。里面应是各县的文件夹，各有 inputs。")
    return Places(root, root / PROVINCE)


def find(root: Path) -> list[County]:
    """List the counties below ``root`` by name; raises ``WrongSettings`` where there is none."""
    found = [
        County(folder.name, Places(folder / "inputs", folder / "outputs"))
        for folder in sorted(root.iterdir())
        if folder.name != PROVINCE
        and not folder.name.startswith(".")
        and ((folder / "inputs").is_dir() or (folder / "outputs").exists())
    ]
    if not found:
        raise WrongSettings(
            f"{root} 里没有一个县。每个县一个文件夹，账表放在它的 inputs 里：{root}/某县/inputs。"
        )
    return found


def of_other_keys(counties: Sequence[County]) -> dict[str, str]:
    """Name the counties whose masks are not made by the key that most of them have, and say what follows."""
    keys = {
        one.name: one.places.personal_key.read_bytes()
        for one in counties
        if one.places.personal_key.is_file()
    }
    [(common, _), *_] = Counter(keys.values()).most_common(1) or [(b"", 0)]
    return {name: "遮盖密钥与别的县不同，账号和身份证号没有比" for name, key in keys.items() if key != common}
