"""Write sheets as files of several formats by hand: a library would refuse what is odd."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from random import Random

from tests.fuzz.odd import Cell, Fault, Formula, Number, said

Sheets = Mapping[str, list[list[Cell]]]
# DEL is no fault of XML, but a text file with controls in it is rightly taken for no text.
_NO_XML = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
_MAIN = "http://schemas.openxmlformats.org"


def xlsx(sheets: Sheets, _: Random) -> bytes:
    """Give a workbook in which letters that XML does not allow stand as Excel writes them."""
    numbers = range(1, len(sheets) + 1)
    names = "".join(
        f'<sheet name="{_escaped(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_MAIN}/officeDocument/2006/relationships/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_MAIN}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_MAIN}/package/2006/relationships"><Relationship Id="r1"'
        f' Type="{_MAIN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}/spreadsheetml/2006/main"'
        f' xmlns:r="{_MAIN}/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_MAIN}/package/2006/relationships">{links}'
        f'<Relationship Id="s" Type="{_MAIN}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for n, rows in zip(numbers, sheets.values(), strict=True):
        lines = "".join(
            f'<row r="{line}">{"".join(_cell(cell, f"{_letters(column)}{line}") for column, cell in enumerate(row))}</row>'
            for line, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/s{n}.xml"] = (
            f'{_HEAD}<worksheet xmlns="{_MAIN}/spreadsheetml/2006/main"><sheetData>{lines}</sheetData></worksheet>'
        )
    return _zipped(parts)


def ods(sheets: Sheets, _: Random) -> bytes:
    """Give an OpenDocument spreadsheet."""
    tables = "".join(
        f'<table:table table:name="{_escaped(name)}">{"".join(_ods_row(row) for row in rows)}</table:table>'
        for name, rows in sheets.items()
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{_HEAD}<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0"'
        f' xmlns:text="{office}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def web_page(sheets: Sheets, _: Random) -> bytes:
    """Give a web page, as banks and systems export it under the name .xls."""
    tables = "".join(
        "<table>"
        + "".join(
            f"<tr>{''.join(f'<td>{_references(said(cell))}</td>' for cell in row)}</tr>" for row in rows
        )
        + "</table>"
        for rows in sheets.values()
    )
    return f'<html><head><meta charset="utf-8"></head><body>{tables}</body></html>'.encode()


def spreadsheet_xml(sheets: Sheets, _: Random) -> bytes:
    """Give an XML spreadsheet of 2003."""
    return (
        f'{_HEAD}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        + "".join(
            f'<Worksheet ss:Name="{_escaped(name)}"><Table>'
            + "".join(f"<Row>{''.join(_xml_cell(cell) for cell in row)}</Row>" for row in rows)
            + "</Table></Worksheet>"
            for name, rows in sheets.items()
        )
        + "</Workbook>"
    ).encode()


def delimited(sheets: Sheets, chance: Random) -> bytes:
    """Give the first sheet as a text file of some encoding, in which half a pair is broken bytes."""
    file = io.StringIO(newline="")
    [rows, *_] = sheets.values()
    csv.writer(file, delimiter=chance.choice(",,,\t;")).writerows(
        [said(cell) for cell in row] for row in rows
    )
    encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    return file.getvalue().encode(encoding, "replace" if encoding == "gb18030" else "surrogatepass")


def _cell(cell: Cell, place: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case date():
            days = cell - datetime(1899, 12, 30) if isinstance(cell, datetime) else cell - date(1899, 12, 30)
            return f'<c r="{place}" s="1"><v>{days.total_seconds() / 86400}</v></c>'
        case Number(said=token):
            return f'<c r="{place}"><v>{_escaped(token)}</v></c>'
        case int() | float():
            return f'<c r="{place}"><v>{cell}</v></c>'
        case Fault(code=code):
            return f'<c r="{place}" t="e"><v>{code}</v></c>'
        case Formula(text=formula, value=value):
            return f'<c r="{place}" t="str"><f>{_escaped(formula)}</f><v>{_escaped(value)}</v></c>'
        case _:
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_escaped(cell)}</t></is></c>'


def _ods_row(row: list[Cell]) -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    shown = f"<text:p>{_escaped(said(cell))}</text:p></table:table-cell>"
    match cell:
        case None:
            return "<table:table-cell/>"
        case bool():
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(cell).lower()}">{shown}'
        case date():
            return (
                f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}">{shown}'
            )
        case int() | float() | Number():
            return (
                f'<table:table-cell office:value-type="float" office:value="{_escaped(said(cell))}">{shown}'
            )
        case _:
            return f'<table:table-cell office:value-type="string">{shown}'


def _xml_cell(cell: Cell) -> str:
    match cell:
        case bool():
            kind, text = "Boolean", str(int(cell))
        case date():
            kind, text = "DateTime", cell.isoformat()
        case int() | float() | Number():
            kind, text = "Number", said(cell)
        case Fault(code=code):
            kind, text = "Error", code
        case _:
            kind, text = "String", said(cell)
    return f'<Cell><Data ss:Type="{kind}">{_escaped(text)}</Data></Cell>'


def _escaped(text: str) -> str:
    return html.escape(_NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def _references(text: str) -> str:
    """Escape for a web page, where any number may stand as a reference."""
    return _NO_XML.sub(lambda found: f"&#{ord(found[0])};", html.escape(text))


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def _zipped(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()
