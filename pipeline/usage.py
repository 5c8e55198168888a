"""Say in Chinese what was wrong with what somebody typed: the library that reads the command line says it in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# As near as 红利账 is to 红利收取表.
_NEAR = 0.5
# How much less near than the nearest others may be.
_FARTHER = 0.15
_VALUE = r"^Invalid value for '(.*?)': "
_SAID = (
    (r"^No such option: (\S+)(?: \(Possible options: (?P<meant>.*)\))?", "没有这个选项：{}。{}"),
    (r"^No such command '(.*?)'\.?(?: Did you mean (?P<meant>.*)\?)?", "没有这个命令：{}。{}"),
    (r"^Missing command", "没有写命令。"),
    (r"^Missing \w+ '?(.*?)'?\.", "缺少 {}。"),
    (r"^Option '?(.*?)'? does not take a value", "{} 后面不写值。"),
    (r"unexpected extra argument\S* \((.*)\)$", "多写了：{}。"),
    (r"^Option '?(.*?)'? requires an argument", "{} 后面缺一个值。"),
    (_VALUE + r"\w+ '(.*)' does not exist", "{}：找不到 {}。"),
    (_VALUE + r"\w+ '(.*)' is a file", "{} 应是文件夹，这里是一个文件：{}。"),
    (_VALUE + r"\w+ '(.*)' is a directory", "{} 应是文件，这里是一个文件夹：{}。"),
    (_VALUE + r"\w+ '(.*)' is not (?:readable|writable)", "{}：没有权限打开 {}。"),
    (_VALUE + r".*valid integer", "{} 应是整数。"),
    (_VALUE + r".*greater than or equal to (\S+)", "{} 最小是 {}。"),
    (_VALUE + r".*less than or equal to (\S+)", "{} 最大是 {}。"),
    (_VALUE, "{} 的值不对。"),
    # What the program itself says of a value.
    (r"^Invalid value: (.*)", "{}"),
)


def sentence(said: str, command: str = "") -> str:
    """Give the Chinese sentence for what the library ``said``, with where the usage of ``command`` is told."""
    found = ((re.search(pattern, said, re.DOTALL), text) for pattern, text in _SAID)
    told = next((text.format(*_words(match)) for match, text in found if match), "写法不对。")
    return f"{told}写法见 {command or 'cunzhang'} --help。"


def _words(match: re.Match[str]) -> list[str]:
    """Give what was matched; what the library takes for meant, as a question."""
    words = [word or "" for word in match.groups()]
    if match.re.groupindex:
        words[-1] = question(re.findall(r"[\w-]+", words[-1]))
    return words


def nearest(word: str, names: Mapping[str, str]) -> list[str]:
    """Find at most three of ``names`` that ``word`` may stand for; ``names``: what it may be called → its name."""
    from difflib import SequenceMatcher

    best: dict[str, float] = {}
    for called, name in names.items():
        ratio = SequenceMatcher(None, word.lower(), called.lower(), autojunk=False).ratio()
        best[name] = max(ratio, best.get(name, 0.0))
    least = max(_NEAR, max(best.values(), default=0.0) - _FARTHER)
    return sorted((name for name in best if best[name] >= least), key=lambda name: -best[name])[:3]


def question(names: Sequence[str]) -> str:
    """Ask whether one of ``names`` was meant, nothing where there is none."""
    return f"您要找的是不是 {'、'.join(names)}？" if names else ""
