"""Say in Chinese what was wrong with what somebody typed: the library that reads the command line says it in English."""

from __future__ import annotations

import re

_VALUE = r"^Invalid value for '(.*?)': "
_SAID = (
    (r"^No such option: (\S+)", "没有这个选项：{}。"),
    (r"^No such command '(.*?)'", "没有这个命令：{}。"),
    (r"^Missing \w+ '?(.*?)'?\.", "缺少 {}。"),
    (r"unexpected extra argument\S* \((.*)\)$", "多写了：{}。"),
    (r"^Option '?(.*?)'? requires an argument", "{} 后面缺一个值。"),
    (_VALUE + r"\w+ '(.*)' does not exist", "{}：找不到 {}。"),
    (_VALUE + r"\w+ '(.*)' is a file", "{} 应是文件夹，这里是一个文件：{}。"),
    (_VALUE + r"\w+ '(.*)' is a directory", "{} 应是文件，这里是一个文件夹：{}。"),
    (_VALUE + r".*valid integer", "{} 应是整数。"),
    (_VALUE + r".*greater than or equal to (\S+)", "{} 最小是 {}。"),
    (_VALUE + r".*less than or equal to (\S+)", "{} 最大是 {}。"),
    (_VALUE, "{} 的值不对。"),
    # What the program itself says of a value.
    (r"^Invalid value: (.*)", "{}"),
)


def sentence(said: str) -> str:
    """Give the Chinese sentence for what the library ``said``, with where the usage is told."""
    found = ((re.search(pattern, said, re.DOTALL), text) for pattern, text in _SAID)
    told = next((text.format(*match.groups()) for match, text in found if match), "写法不对。")
    return f"{told}写法见 cunzhang --help。"
