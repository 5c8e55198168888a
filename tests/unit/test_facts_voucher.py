"""Voucher numbers are read as word and number, however they are written."""

from __future__ import annotations

import pytest

from pipeline.judge.facts.voucher import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记-5", ("记", 5, 5)),
        ("记字第005号", ("记", 5, 5)),
        ("转账凭证 7 号", ("转", 7, 7)),
        ("现付字第3号", ("现付", 3, 3)),
        ("pz-12", ("PZ", 12, 12)),
        ("５", ("", 5, 5)),
        ("2024-03-005", ("", 5, 5)),
        ("202403005", ("", 5, 5)),
        ("记-2024-03-0005", ("记", 5, 5)),
        ("记2024-7", ("记", 7, 7)),
        ("收5-1/2", ("收", 5, 5)),
        ("记字5-2/2号", ("记", 5, 5)),
        ("记1-3", ("记", 1, 3)),
        ("记5至7号", ("记", 5, 7)),
        ("记3-2", ("记", 3, 3)),
    ],
)
def test_word_and_number(text: str, expected: tuple[str, int, int]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["银付", "", "20240305", "记-0", "91640181MA7", "7" * 6000])
def test_what_is_no_place_in_a_sequence(text: str) -> None:
    assert parse(text) is None
