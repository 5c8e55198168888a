"""Each guide is one page: every chapter, every picture inside it, every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from pipeline import guides
from pipeline.errors import WrongSettings
from tests.e2e.night import cunzhang

DOCS = Path(__file__).parents[2] / "docs"


def test_a_guide_is_one_page_with_all_that_stands_in_its_chapters(tmp_path: Path) -> None:
    told = cunzhang("guide", "--out", tmp_path)
    assert told.code == 0, told.out
    pages = {
        folder: lxml.html.parse(str(tmp_path / f"{name}.html")) for folder, name in guides.GUIDES.items()
    }
    anchors = {guides.GUIDES[f]: set(page.getroot().xpath("//@id")) for f, page in pages.items()}
    for folder, page in pages.items():
        chapters = sorted((DOCS / folder).glob("[0-9]*.md"))
        text = page.getroot().text_content()
        assert len(list(page.iter("section"))) == len(chapters)
        for chapter in chapters:
            source = chapter.read_text(encoding="utf-8")
            for heading in re.findall(
                r"^#+ (.+)$", re.sub(r"```.*?```", "", source, flags=re.DOTALL), re.MULTILINE
            ):
                assert re.sub(r"[`*]", "", heading) in text, heading
        pictures = [one.get("src") for one in page.iter("img")]
        assert len(pictures) == sum(c.read_text(encoding="utf-8").count("![") for c in chapters)
        assert all(one.startswith("data:image/png;base64,") for one in pictures)
        assert not list(page.iter("script", "link"))
        for href in (one.get("href") for one in page.iter("a")):
            where, _, anchor = href.partition("#")
            assert anchor in anchors[where.removesuffix(".html") or guides.GUIDES[folder]] or "://" in href, (
                href
            )


def test_without_a_browser_paper_is_left_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = cunzhang("guide", "--pdf", "--out", tmp_path)
    assert told.code == 2
    assert "打印" in told.out


def test_where_there_are_no_guides_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings):
        guides.write(tmp_path / "out", tmp_path)
