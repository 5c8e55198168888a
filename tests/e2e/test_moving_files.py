"""A file that changes or goes away while the night runs is left for the next one; the others go on."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.files import inbox
from tests.e2e.night import Night, cash_book
from tests.e2e.test_resubmission import MARCH


def test_a_file_that_moves_during_the_night_waits_for_the_next(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.book("东滩村.xlsx", {"账": cash_book("东滩村", "2024年3月", MARCH)})
    changing = night.inputs / "西渠村.xlsx"
    going = night.inputs / "南塘村.xlsx"
    night.book(changing.name, {"账": cash_book("西渠村", "2024年3月", MARCH)})
    night.book(going.name, {"账": cash_book("南塘村", "2024年3月", MARCH)})
    look = inbox.scan

    def look_and_touch(*places: Any, **options: Any) -> inbox.Inbox:
        found = look(*places, **options)
        changing.write_bytes(changing.read_bytes() + b" ")
        going.unlink()
        return found

    monkeypatch.setattr(inbox, "scan", look_and_touch)
    outcome = night.run()
    assert outcome.code == 0
    assert "留待下一批次：西渠村.xlsx" in outcome.out
    villages = "select distinct village_name from ledger.cash_entry order by 1"
    assert night.query(villages) == [("东滩村",)]

    monkeypatch.setattr(inbox, "scan", look)
    night.publish()
    assert night.query(villages) == [("东滩村",), ("西渠村",)]
