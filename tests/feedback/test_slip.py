"""The slip of a month names what was sent back, why, and what is to come again; so does the reminder."""

from __future__ import annotations

from tests.e2e.night import Night, cunzhang
from tests.feedback.conftest import BOOK


def test_what_was_set_aside_is_to_be_handed_in_again(county: Night) -> None:
    [(files, rows, money)] = county.query(
        "select count(distinct source_file), sum(rows_rejected), sum(money_rejected + money_unread) from meta.sheet"
        " where village_name = '南塘村' and (rows_rejected > 0 or money_unread <> 0)"
    )
    told = cunzhang("slip", "--outputs", county.outputs)
    assert told.code == 0, told.out
    [reminder] = county.outputs.glob("报账/*/南塘村*-提醒.txt")
    text = reminder.read_text(encoding="utf-8-sig")
    assert f"改好重报 {files} 张表，{money:,.2f} 元：" in text
    assert f"{BOOK.rpartition('/')[2]}（有的没有读懂）" in text
    [page] = county.outputs.glob("报账/*/南塘村*.html")
    html = page.read_text(encoding="utf-8")
    assert (
        f"有 {files} 个文件没有全部装载（{rows} 行，看得出的金额 {money:,.2f} 元），不在下面各数之内，见第二部分"
        in html
    )
    assert html.count(f">{money:,.2f}</td>") == 2
    assert "约三千" in html
