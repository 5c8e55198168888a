"""Tell what the computer refuses (disk, rights, memory) from a fault of the program, each in a sentence of its own."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = "磁盘已满，请腾出空间后再运行"
_RIGHTS = "没有读写的权限，请让管理员开通，或换一个文件夹"
_CUT = "网络盘断开了，请重新连接后再运行"
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "磁盘配额已用完，请腾出空间后再运行",
    errno.EROFS: "所在的磁盘是只读的，请换一个可以写入的文件夹",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EIO: "磁盘读写出错，请检查磁盘或网络盘后再运行",
    errno.ESTALE: _CUT,
    errno.ENOTCONN: _CUT,
    errno.ECONNABORTED: _CUT,
    errno.ECONNRESET: _CUT,
    errno.ETIMEDOUT: _CUT,
    errno.EHOSTDOWN: _CUT,
    errno.EHOSTUNREACH: _CUT,
    errno.ENETUNREACH: _CUT,
    errno.EMFILE: "同时打开的文件太多，请关闭其他程序后再运行",
    errno.ENFILE: "同时打开的文件太多，请关闭其他程序后再运行",
    errno.ENAMETOOLONG: "文件夹的路径太长，请换到路径短一些的文件夹",
    errno.ENOTDIR: "路径中间有一段不是文件夹，请检查路径",
    errno.ENOMEM: "内存不够，请关闭其他程序后再运行",
    errno.ENOENT: "文件或文件夹不见了，可能在运行时被移走或改名",
    errno.EDEADLK: "正被别的程序以可写方式打开，请关闭那个程序后再运行",
}
# What no folder is to blame for.
_NOWHERE = {errno.ENOMEM, errno.EMFILE, errno.ENFILE}
# Libraries hand on what the system says as text alone; the database engine also has words of its own.
_TEXTS = {os.strerror(number): number for number in _SENTENCES}
_SAID = {text: number for text, number in _TEXTS.items() if not text.startswith("Unknown")} | {
    "fsync failed!": errno.EIO,
    "attempted to write 0 bytes": errno.ENOSPC,
    "Conflicting lock is held": errno.EDEADLK,
    "being used by another process": errno.EDEADLK,
}
# A commit that fails tells why within an exception of its own.
_DATABASE = frozenset(
    {"IOException", "FatalException", "InternalException", "OutOfMemoryException", "TransactionException"}
)
_QUOTED = re.compile(r"[\"“']([^\"”']*[/\\][^\"”']*)[\"”']")


def sentence(error: BaseException, *folders: Path) -> str:
    """Say in Chinese what the environment refused and where, '' for a fault of the program.

    A missing file is the environment's only below ``folders``, those that people can move; the last of them, where
    everything is written, is named where the system does not say which file it was.
    """
    for one in _chain(error):
        if isinstance(one, MemoryError):
            return _SENTENCES[errno.ENOMEM] + "。"
        number, place = _read(one)
        if number == errno.ENOENT and not _below(place, folders):
            continue
        if number in _SENTENCES:
            if folders and number not in _NOWHERE:
                place = place or str(folders[-1])
            return f"{place}：{_SENTENCES[number]}。" if place else f"{_SENTENCES[number]}。"
    return ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Go through an exception, what it was raised from, and what library exceptions carry inside."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        waiting += [part for part in one.args if isinstance(part, BaseException)]


def refused(error: BaseException) -> bool:
    """Tell whether the system itself refused something: its own error, whatever a text may say."""
    return isinstance(error, OSError) and error.errno in _SENTENCES and error.errno != errno.ENOENT


def _read(error: BaseException) -> tuple[int, str]:
    """Give the system's error number (0 for none) and the path it speaks of."""
    if isinstance(error, OSError):
        return error.errno or 0, str(error.filename2 or error.filename or "")
    # Only what the database says of its files: another text may hold whatever stood in a cell.
    if type(error).__name__ not in _DATABASE or "duckdb" not in type(error).__module__:
        return 0, ""
    told = str(error)
    full = errno.ENOMEM if type(error).__name__ == "OutOfMemoryException" else 0
    number = next((number for text, number in _SAID.items() if text in told), full)
    found = _QUOTED.search(told)
    return number, found[1] if number and found else ""


def _below(place: str, folders: tuple[Path, ...]) -> bool:
    return bool(place) and any(Path(place).absolute().is_relative_to(folder.absolute()) for folder in folders)
