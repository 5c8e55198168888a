"""Let whoever has the passcode and gives a name see whole numbers of persons, and write down who saw what and when."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.errors import Environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pipeline.serve.places import Excerpt

LOG = "access.log"
COOKIE = "cunzhang_permit"
_LONGEST = 40
_UNSEEN = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f]+")


class Refusal(Exception):
    """No permit was given; the text says why in Chinese."""


class Permits:
    """Who may see whole numbers, as long as the program runs; the log stays."""

    def __init__(self, state: Path, passcode: str) -> None:
        """Ask for ``passcode`` ('' lets nobody see them) and keep the log in ``state``."""
        self._state, self._passcode = state, passcode
        self._names: dict[str, str] = {}

    def grant(self, passcode: str, name: str) -> str:
        """Give the value of the cookie for ``name``; raises ``Refusal`` for a wrong passcode or no name."""
        name = _plain(name)[:_LONGEST]
        if not name:
            raise Refusal("请写姓名：谁看了完整的号码，要记下来。")
        if not self._passcode or not hmac.compare_digest(passcode.strip().encode(), self._passcode.encode()):
            self.note(name, "口令不对，没有显示")
            raise Refusal("口令不对。口令在启动网页查看（cunzhang serve）的窗口里。")
        self.note(name, "凭口令开始查看完整号码")
        permit = secrets.token_urlsafe(24)
        self._names[permit] = name
        return permit

    def holder(self, cookies: Mapping[str, str]) -> str:
        """Name the person whose browser asks, '' for one without a permit."""
        return self._names.get(cookies.get(COOKIE, ""), "")

    def end(self, cookies: Mapping[str, str]) -> None:
        """Take the permit of a browser back."""
        if name := self._names.pop(cookies.get(COOKIE, ""), ""):
            self.note(name, "不再查看完整号码")

    def note(self, name: str, what: str) -> None:
        """Write down who sees what, now; raises ``Environment`` where that can't be: then nothing may be shown."""
        moment = datetime.now().astimezone().isoformat(" ", "seconds")
        line = "\t".join((moment, name, _plain(what)))
        try:
            with (self._state / LOG).open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(line + "\n")
        except OSError as error:
            raise Environment(
                f"查看记录写不进 outputs/state/{LOG}，所以没有显示完整的号码：{error.strerror}。"
            ) from error

    def seen(self, name: str, of: str, excerpts: Iterable[Excerpt]) -> None:
        """Write down that ``name`` sees the rows in question of ``excerpts`` whole."""
        for one in excerpts:
            if one.window is not None:
                rows = "、".join(str(line.number) for line in one.window.lines if line.is_marked)
                self.note(name, f"看{of}的原表：{one.source_file} / {one.source_sheet} / 第 {rows} 行")


def _plain(text: str) -> str:
    """Keep a name or an address on one line of the log."""
    return _UNSEEN.sub(" ", text).strip()
