"""Write the .bat files: as little as can be in them, in an encoding and with line ends that the command window reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What to double-click, and the command of ``launcher`` it stands for.
SCRIPTS = {
    "安装.bat": "install",
    "运行.bat": "run",
    "检查.bat": "check",
    "查看.bat": "view",
    "计划任务.bat": "schedule",
}
# Folders with blanks, Chinese, or on a share: pushd gives a share a letter of its own. Nothing but ASCII inside:
# an older command window may lose its place in a file with other signs. %* hands over dropped files as they come.
_LINES = (
    "@echo off",
    "chcp 65001 >nul",
    'pushd "%~dp0"',
    '"python\\python.exe" -X utf8 "python\\kit.py" {command} %*',
    "set CODE=%ERRORLEVEL%",
    "popd",
    "pause",
    "exit /b %CODE%",
)


def write(folder: Path) -> None:
    """Write all of them into ``folder``."""
    for name, command in SCRIPTS.items():
        text = "".join(f"{line.format(command=command)}\r\n" for line in _LINES)
        (folder / name).write_bytes(text.encode("ascii"))
