"""XML Spreadsheet 2003, named .xls or .xml, gives the same cells at the same addresses as any workbook."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files.workbook import Sheet, read
from pipeline.values.cell import Cell

PROLOG = '<?xml version="1.0"{}?>\n<?mso-application progid="Excel.Sheet"?>\n'
NAMES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"'
)


def cell(value: object = None, **about: object) -> str:
    """Write a cell with its attributes; None is one without content."""
    inside = "".join(f' ss:{name}="{value}"' for name, value in about.items())
    if value is None:
        return f"<Cell{inside}/>"
    kind = "Number" if isinstance(value, int | float) else "String"
    return f'<Cell{inside}><Data ss:Type="{kind}">{value}</Data></Cell>'


def typed(kind: str, text: str) -> str:
    return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **about: object) -> str:
    inside = "".join(f' ss:{name}="{value}"' for name, value in about.items())
    return f"<Row{inside}>{''.join(cells)}</Row>"


def sheet(*rows: str, name: str = "账", columns: str = "", options: str = "", table: str = "") -> str:
    return (
        f'<Worksheet ss:Name="{name}"><Table{table}>{columns}{"".join(rows)}</Table>'
        f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{options}</WorksheetOptions></Worksheet>'
    )


def book(*sheets: str, styles: str = "", encoding: str = "") -> str:
    declared = f' encoding="{encoding}"' if encoding else ""
    return f"{PROLOG.format(declared)}<Workbook {NAMES}>{styles}{''.join(sheets)}</Workbook>"


def only_sheet(text: str, name: str = "账.xls") -> Sheet:
    made = read(name, text.encode())
    assert made.issues == []
    assert made.format == "xml"
    (found,) = made.sheets
    return found


def refusal(text: str) -> str:
    made = read("账.xml", text.encode())
    assert made.sheets == []
    return made.issues[0].code


TABLE = sheet(
    row(cell("石头村收支明细账", MergeAcross=2)),
    row(cell("日期"), cell("摘要"), cell("金额")),
    row(typed("DateTime", "2024-03-01T00:00:00.000"), cell("土地租金"), cell(5000.5)),
)
ROWS: list[list[Cell]] = [
    ["石头村收支明细账", "", ""],
    ["日期", "摘要", "金额"],
    [date(2024, 3, 1), "土地租金", 5000.5],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_table_is_read_in_every_encoding(encoding: str) -> None:
    data = book(TABLE, encoding="GB2312" if encoding == "gb18030" else "UTF-8").encode(encoding)
    for name in ("账.xls", "账.xml", "账.xlsx"):
        made = read(name, data)
        assert [(found.name, found.rows) for found in made.sheets] == [("账", ROWS)]
    assert made.sheets[0].merged == [(0, 0, 0, 2)]
    assert not made.sheets[0].text_only


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("Number", "1200", 1200.0),
        ("Number", "-350.5", -350.5),
        ("Number", "1.0E+3", 1000.0),
        ("Number", "壹佰", "壹佰"),
        ("Number", "1_000", "1_000"),
        ("Number", "nan", "nan"),
        ("String", "0012", "0012"),
        ("String", " 留空 ", " 留空 "),
        ("String", "两行&#10;摘要", "两行\n摘要"),
        ("String", '<html:B>粗</html:B><html:Font html:Color="#FF0000">体</html:Font>字', "粗体字"),
        ("Boolean", "1", True),
        ("Boolean", "0", False),
        ("DateTime", "2024-03-01T00:00:00.000", date(2024, 3, 1)),
        ("DateTime", "2024-03-01", date(2024, 3, 1)),
        ("DateTime", "2024-03-01T14:06:51.000", datetime(2024, 3, 1, 14, 6, 51)),
        ("DateTime", "1899-12-31T14:30:00.000", time(14, 30)),
        ("DateTime", "2024-02-30T00:00:00.000", "2024-02-30T00:00:00.000"),
        ("DateTime", "三月一日", "三月一日"),
        ("", "没有类型", "没有类型"),
    ],
)
def test_a_value_is_what_its_type_says_or_stays_a_text(kind: str, text: str, value: Cell) -> None:
    found = only_sheet(book(sheet(row(typed(kind, text), cell("旁")))))
    assert found.rows == [[value, "旁"]]
    assert type(found.rows[0][0]) is type(value)


def test_errors_and_formulas_without_a_result_are_not_blank() -> None:
    found = only_sheet(
        book(
            sheet(
                row(typed("Error", "#REF!"), cell(1)),
                row(cell(Formula="=R[-1]C"), cell(2, Formula="=SUM(R[-1]C)")),
            )
        )
    )
    assert found.rows == [["", 1.0], ["", 2.0]]
    assert found.errors == {(0, 0): "#REF!"}
    assert found.uncached == {(1, 0)}
    assert {column: list(rows) for column, rows in found.formulas.items()} == {0: [1], 1: [1]}


def test_rows_and_cells_stand_where_their_index_says() -> None:
    found = only_sheet(
        book(
            sheet(
                row(cell("C2", Index=3), cell("D2"), Index=2),
                row(Span=2),
                row(cell("A6")),
                row(cell("B9", Index=2), Index=9),
            )
        )
    )
    filled = {(r, c): value for r, line in enumerate(found.rows) for c, value in enumerate(line) if value}
    assert filled == {(1, 2): "C2", (1, 3): "D2", (5, 0): "A6", (8, 1): "B9"}


def test_a_table_may_begin_elsewhere() -> None:
    found = only_sheet(
        book(sheet(row(cell("B3"), cell("D3", Index=3)), table=' ss:TopCell="3" ss:LeftCell="2"'))
    )
    assert found.rows == [["", "", "", ""], ["", "", "", ""], ["", "B3", "", "D3"]]


def test_cells_after_a_merged_one_keep_their_columns() -> None:
    found = only_sheet(
        book(
            sheet(
                row(cell("日期", MergeDown=1), cell("金额", MergeAcross=1), cell("备注", MergeDown=1)),
                row(cell("收入", Index=2), cell("支出")),
                row(cell("1日"), cell(5), cell(6), cell("无")),
            )
        )
    )
    assert found.rows == [["日期", "金额", "", "备注"], ["", "收入", "支出", ""], ["1日", 5.0, 6.0, "无"]]
    assert found.merged == [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]


@pytest.mark.parametrize(
    "rows",
    [
        # Counted past the merge from above: Excel calls it invalid, and where the cells belong is a guess.
        (row(cell("日期", MergeDown=1), cell("金额")), row(cell("收入"), cell("支出"))),
        (row(cell("一", MergeAcross=2), cell("二", Index=2)),),
        (row(cell("一", Index=3), cell("二", Index=2)),),
        (row(cell("一"), Index=5), row(cell("二"), Index=5)),
        (row(cell("一"), Span=3), row(cell("二"), Index=3)),
        (row(cell("一", Index="B")),),
        (row(cell("一", Index=0)),),
        (row(cell("一", MergeAcross=-1)),),
        (row(cell("一"), Index="１"),),
    ],
)
def test_places_that_contradict_each_other_are_refused(rows: tuple[str, ...]) -> None:
    assert refusal(book(sheet(*rows))) == "F01"


def test_hidden_rows_columns_and_sheets_are_read_and_told() -> None:
    columns = '<Column/><Column ss:Hidden="1" ss:Span="1"/><Column/><Column ss:Index="6" ss:Hidden="1"/>'
    seen = sheet(
        row(*map(cell, "abcdef")),
        row(cell("藏"), Hidden=1),
        row(cell("高"), Height=0),
        columns=columns,
        name="看得见",
    )
    gone = sheet(row(cell("深")), name="藏", options="<Visible>SheetVeryHidden</Visible>")
    made = read("账.xls", book(seen, gone).encode())
    assert [(found.name, found.hidden) for found in made.sheets] == [("看得见", False), ("藏", True)]
    assert made.sheets[0].hidden_rows == {1, 2}
    assert made.sheets[0].hidden_columns == {1, 2, 5}
    assert made.sheets[0].rows[1][0] == "藏"


def test_red_ink_is_seen() -> None:
    styles = (
        '<Styles><Style ss:ID="Default"/><Style ss:ID="s1"><Font ss:Color="#FF0000"/></Style>'
        '<Style ss:ID="s2"><Font ss:Color="#00B050"/></Style></Styles>'
    )
    found = only_sheet(
        book(sheet(row(cell(1, StyleID="s1"), cell(2, StyleID="s2"), cell(StyleID="s1"))), styles=styles)
    )
    assert found.red == {(0, 0)}


def test_comments_and_other_parts_are_no_cells() -> None:
    note = '<Cell><Data ss:Type="String">摘要</Data><Comment><ss:Data><html:B>批注</html:B></ss:Data></Comment></Cell>'
    found = only_sheet(book("<Names/>", sheet(row(note, cell(1))), "<x:ExcelWorkbook/>"))
    assert found.rows == [["摘要", 1.0]]


def test_prefixes_and_attributes_without_one_make_no_difference() -> None:
    text = (
        '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<ss:Worksheet Name="账"><ss:Table><ss:Row><ss:Cell Index="2"><ss:Data Type="Number">5</ss:Data></ss:Cell>'
        "</ss:Row></ss:Table></ss:Worksheet></ss:Workbook>"
    )
    assert only_sheet(text).rows == [["", 5.0]]


def test_empty_sheets_are_kept() -> None:
    made = read("a.xml", book(sheet(name="空"), '<Worksheet ss:Name="也空"/>', TABLE).encode())
    assert [(found.name, len(found.rows)) for found in made.sheets] == [("空", 0), ("也空", 0), ("账", 3)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (book(), "F01"),
        (book(TABLE, TABLE), "F01"),
        (book(TABLE).removesuffix("</Workbook>"), "F01"),
        (book(TABLE).replace("</Row>", "", 1), "F01"),
        (book(sheet(row(cell("&unknown;")))), "F01"),
        (book(TABLE).replace("<Workbook", '<!DOCTYPE Workbook [<!ENTITY a "b">]><Workbook', 1), "F06"),
        (book(sheet(row(cell("远", Index=16000), Index=900_000))), "F05"),
        (book(sheet(row(cell("远", Index=16_385)))), "F05"),
        (book(sheet(row(cell("远"), Index=1_048_577))), "F05"),
        (book(sheet(row(cell("长" * 70_000)))), "F05"),
        (book(sheet(row(*[cell()] * 200_000))), "F05"),
        ('<?xml version="1.0"?><a xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "F03"),
    ],
    ids=[
        "empty",
        "twice",
        "cut",
        "broken",
        "entity",
        "doctype",
        "far",
        "wide",
        "deep",
        "long",
        "row",
        "other",
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, code: str) -> None:
    assert refusal(text) == code


def test_spans_without_end_cost_nothing() -> None:
    rows = [row(cell("a", MergeAcross=16383, MergeDown=1048575)), row(Span=9_999_999, Hidden=1)]
    found = only_sheet(book(sheet(*rows, columns='<Column ss:Hidden="1" ss:Span="99999999999999999"/>')))
    assert (found.rows, found.merged, found.hidden_rows, found.hidden_columns) == (
        [["a"]],
        [],
        frozenset(),
        {0},
    )


WHOLE = book(TABLE, sheet(row(cell("二")), name="二"))


@given(st.integers(60, len(WHOLE) - 1))
@settings(max_examples=100, deadline=None)
def test_no_truncation_is_taken_for_the_whole(length: int) -> None:
    assert read("账.xml", WHOLE[:length].encode()).issues


@given(st.integers(60, len(WHOLE) - 1), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_read_or_refused(at: int, patch: str) -> None:
    made = read("账.xml", (WHOLE[:at] + patch + WHOLE[at + len(patch) :]).encode("utf-8", "surrogatepass"))
    assert bool(made.sheets) or bool(made.issues)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_anything_within_is_read_or_refused(inside: bytes) -> None:
    start, end = book("|").encode().split(b"|")
    made = read("账.xml", start + inside + end)
    assert bool(made.sheets) or bool(made.issues)
