"""Write the help of the command line in Chinese: the library that reads the command line has its own in English."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_VALUES: dict[Any, str] = {Path: "路径", int: "整数"}
EXIT_CODES = (
    ("0", "已发布（即使有文件被退回），或没有新内容；其他命令：做好了"),
    ("2", "用法、设置、路径、日期、原因不对，或文件夹套在一起"),
    ("3", "磁盘、权限等环境问题，或程序出故障，没有发布；原来的数据库未动"),
    ("4", "另一次运行正在进行"),
    ("5", "有内容被退回（check；run 用了 --strict 时）"),
    ("6", "verify 发现缺失或改动，或那里是空的、不是 outputs 文件夹"),
    ("130、143", "被 Ctrl-C 或系统停止"),
)


class Command(TyperCommand):
    """A command whose help is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, what it is for, arguments and options."""
        formatter.write("\n".join(_page(self, ctx, ())))


class Group(TyperGroup):
    """The program, whose help lists its commands and exit codes."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, commands and exit codes."""
        commands = [(name, one.help or "") for name, one in self.commands.items()]
        blocks = (("命令", commands), ("退出码", EXIT_CODES))
        formatter.write("\n".join([*_page(self, ctx, blocks), "一个命令的写法：cunzhang 命令 --help", ""]))


def _page(
    command: TyperCommand | TyperGroup, ctx: Any, more: Iterable[tuple[str, Iterable[tuple[str, str]]]]
) -> Iterator[str]:
    from pipeline.folding import folded

    wide = max(40, min(shutil.get_terminal_size().columns, 110))
    wanted = [p for p in command.params if isinstance(p, TyperArgument)]
    options = [p for p in command.get_params(ctx) if isinstance(p, TyperOption)]
    called = " ".join(
        [ctx.command_path, *(["命令"] if more else []), *(name_of(p) for p in wanted), "[选项]"]
    )
    yield f"写法：{called}"
    yield ""
    yield from folded(command.help or "", wide)
    blocks = (
        ("要写的", [(name_of(p), _says(p)) for p in wanted]),
        *more,
        ("选项", [(_option(p), _says(p)) for p in options]),
    )
    for title, entries in blocks:
        yield from _block(title, list(entries), wide)
    yield ""


def _block(title: str, entries: list[tuple[str, str]], wide: int) -> Iterator[str]:
    from pipeline.folding import folded

    if not entries:
        return
    yield from ("", f"{title}：")
    margin = max(_cells(head) for head, _ in entries) + 4
    for head, says in entries:
        first, *rest = folded(says, wide - margin)
        yield f"  {head}{' ' * (margin - 2 - _cells(head))}{first}"
        yield from (" " * margin + piece for piece in rest)


def name_of(one: TyperArgument) -> str:
    """Call an argument as the help does: 「文件…」, in brackets where it may be left out."""
    name = (one.metavar or one.name or "") + ("…" if one.nargs != 1 else "")
    return name if one.required else f"[{name}]"


def _option(one: TyperOption) -> str:
    names = "，".join(one.opts)
    value = "" if one.is_flag else one.metavar or _VALUES.get(one.type_descriptor.annotation, "文字")
    return f"{names} {value}".rstrip()


def _says(one: TyperArgument | TyperOption) -> str:
    if "--help" in one.opts:
        return "显示这里的说明"
    said = one.help or ""
    if one.required and isinstance(one, TyperOption):
        return f"{said}（必写）"
    standard = "" if one.default is None or callable(one.default) else str(one.default)
    flag = isinstance(one, TyperOption) and one.is_flag
    return f"{said}（不写就是 {standard}）" if standard and not flag and "不写就" not in said else said


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
