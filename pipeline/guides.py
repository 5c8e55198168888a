"""Make one page of each guide, out of its Markdown: pictures inside, readable by double-click, made for A4 paper."""

from __future__ import annotations

import base64
import shutil
import subprocess
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.errors import WrongSettings
from pipeline.judge.sqlfile import SQL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Folder below docs/: name of the page, without its ending.
GUIDES = {"inspector-guide": "使用说明-检查人员", "officer-guide": "使用说明-乡镇和村"}
# What can print a page without a window; the pages are this program's own and load nothing.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_SECONDS = 120
_STYLE = Path(__file__).parent / "guides.css"


def write(out: Path, docs: Path = SQL_FOLDER.parent / "docs") -> list[Path]:
    """Write every guide below ``docs`` as a page into ``out``; returns the files.

    Raises ``WrongSettings`` outside a source tree, where there are no guides.
    """
    if not all((docs / folder).is_dir() for folder in GUIDES):
        raise WrongSettings("这里没有 docs/ 里的使用说明，请在源代码文件夹里运行。")
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for folder, name in GUIDES.items():
        path = out / f"{name}.html"
        path.write_text(_page(docs / folder, name), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def as_pdf(pages: Sequence[Path]) -> list[Path]:
    """Print each page to a PDF beside it with a browser of this machine; returns the files.

    Raises ``WrongSettings`` where there is none, or where it fails: anybody's browser can print the pages.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise WrongSettings(
            "这台机器上没有找到 Chromium、Chrome 或 Edge。请打开写好的网页，用“打印—另存为 PDF”。"
        )
    made = []
    for page in pages:
        path = page.with_suffix(".pdf")
        path.unlink(missing_ok=True)
        command = [
            browser, "--headless", "--disable-gpu", "--no-sandbox", "--no-pdf-header-footer",
            f"--print-to-pdf={path.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        if not path.is_file():
            raise WrongSettings(f"浏览器没有写出 {path}。请打开网页，用“打印—另存为 PDF”。")
        made.append(path)
    return made


def _page(folder: Path, name: str) -> str:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    chapters = sorted(folder.glob("[0-9][0-9]-*.md"))
    sections, contents = [], []
    for path in chapters:
        title, html = _chapter(reader, path)
        contents.append(f'<li><a href="#{_anchor(path.name)}">{escape(title)}</a></li>')
        sections.append(f'<section id="{_anchor(path.name)}">\n{html}</section>')
    heading = name.replace("使用说明-", "村账使用说明　")
    return "\n".join([
        "<!doctype html>", '<html lang="zh-CN">', "<head>", '<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{escape(heading)}</title>",
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style>", "</head>", "<body>", "<main>",
        f"<h1>{escape(heading)}</h1>", f'<nav aria-label="目录"><ol>{"".join(contents)}</ol></nav>', *sections,
        "</main>", "</body>", "</html>", "",
    ])  # fmt: skip


def _chapter(reader: MarkdownIt, path: Path) -> tuple[str, str]:
    """Give a chapter's title and its HTML, headings one level down, links within the page, pictures inside it."""
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    title = next(after.content for one, after in pairwise(tokens) if one.tag == "h1")
    for token, after in pairwise([*tokens, *tokens[-1:]]):
        if token.type.startswith("heading_"):
            token.tag = f"h{int(token.tag[1]) + 1}"
        if token.type == "heading_open":
            token.attrs["id"] = _anchor(path.name, _slug(after.content))
        _inline(token.children or (), path)
    return title, reader.renderer.render(tokens, reader.options, {})


def _inline(tokens: Sequence[Token], path: Path) -> None:
    for token in tokens:
        if token.type == "image":
            data = (path.parent / unquote(str(token.attrs["src"]))).read_bytes()
            token.attrs["src"] = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        elif token.type == "link_open":
            token.attrs["href"] = _link(str(token.attrs["href"]), path)


def _link(href: str, path: Path) -> str:
    """Lead from page to page of the guides as from part to part; what stands elsewhere is left as it is."""
    where, _, part = unquote(href).partition("#")
    if ":" in href:
        return href
    target = (path.parent / where).resolve() if where else path.resolve()
    other = GUIDES.get(target.parent.name)
    if other is None or not target.is_file():
        raise ValueError(f"{path.name}：链接 {href} 不在使用说明里")
    inside = f"#{_anchor(target.name, part)}"
    return inside if target.parent == path.parent.resolve() else f"{other}.html{inside}"


def _anchor(chapter: str, part: str = "") -> str:
    return f"p{chapter[:2]}" + (f"-{part}" if part else "")


def _slug(heading: str) -> str:
    """Name a heading as the sites do that show Markdown: letters and digits, blanks as hyphens."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")
