"""A header is taken apart into known words, however long it is."""

from __future__ import annotations

import tracemalloc

import pytest

from pipeline.layout.lexicon import meaning


def test_few_known_words_are_preferred_to_many_and_to_unknown_letters() -> None:
    assert meaning("收入金额").parts == meaning("收入数额").parts
    assert "?甲乙" in meaning("甲乙金额").parts
    assert meaning("甲乙金额").head == meaning("金额").head


@pytest.mark.parametrize("piece", ["6", "收入", "甲"])
def test_a_text_of_any_length_takes_memory_in_proportion(piece: str) -> None:
    tracemalloc.start()
    assert meaning(piece * (8000 // len(piece))).parts
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 << 20
