"""Find the one encoding that every byte of a text obeys: never guess, never put replacement characters."""

from __future__ import annotations

import codecs
import io
import re
from functools import cached_property

from pipeline.files.marks import Refusal

# C0 controls other than tab and line ends never occur in a table; a trailing 0x1A is an old DOS end of file.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
# GB18030 would read these without complaint, as other characters.
_FOREIGN = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?(big5|shift_jis|euc-jp|euc-kr)")
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_USUAL = re.compile(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_STRETCH = re.compile(rb"[\x80-\xff]+")
_LIKE_UTF8 = re.compile(rb"(?<![\x80-\xff])(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}(?![\x80-\xff])")
_BINARY = Refusal("F03", "二进制文件，不是文本表格")
_CHUNK = 1 << 20


class Text:
    """The bytes of a text and the encoding they obey."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self.data, self.encoding = data, encoding

    @cached_property
    def start(self) -> str:
        """Return the first 65,536 letters, to tell what the text is."""
        return self.stream().read(65_536)

    def stream(self) -> io.TextIOWrapper:
        """Open the text for reading line by line, with the line ends as they are."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")

    def whole(self) -> str:
        """Decode all of it."""
        return self.data.decode(self.encoding)


def read(data: bytes) -> Text | Refusal:
    """Find the encoding of a text: UTF-8, UTF-16 or GB18030."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            found = _obeys(data, encoding)
            return found or Refusal("F04", f"声明为 {encoding.removesuffix('-sig').upper()}，内容却不是")
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            found = _obeys(data, encoding)
            if isinstance(found, Text) and _looks_chinese_or_ascii(found.start):
                return found
        return _BINARY
    found = _obeys(data, "utf-8")
    if found is not None:
        return found
    foreign = _FOREIGN.search(data, 0, 4096)
    if foreign is not None:
        return Refusal("F04", f"编码是 {foreign[1].decode()}")
    found = _obeys(data, "gb18030")
    if found is None:
        return Refusal("F04", "有无法识别的字符")
    if _mixes_utf8(data):
        return Refusal("F04", "前后用了不同的编码")
    return found


def _obeys(data: bytes, encoding: str) -> Text | Refusal | None:
    """Decode all of it, keeping nothing: None where that can't be done; what then proves no text is refused."""
    unit = 2 if encoding.startswith("utf-16") else 1
    if data[-unit:].strip(b"\0") == b"\x1a":
        data = data[:-unit]
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    is_text = True
    try:
        for at in range(0, len(data), _CHUNK):
            piece = decoder.decode(view[at : at + _CHUNK], at + _CHUNK >= len(data))
            is_text = is_text and _CONTROL.search(piece) is None
    except UnicodeDecodeError:
        return None
    return Text(data, encoding) if is_text else _BINARY


def _looks_chinese_or_ascii(text: str) -> bool:
    return sum(len(run) for run in _USUAL.findall(text)) >= 0.9 * len(text)


def _mixes_utf8(data: bytes) -> bool:
    """Tell whether a text that passes as GB18030 holds stretches of UTF-8.

    Two Chinese characters in UTF-8 are three in GB18030, rare ones: an accident now and then, not in 2% of
    all stretches.
    """
    alike = sum(1 for found in _LIKE_UTF8.finditer(data) if _is_chinese_utf8(found[0]))
    return alike > 0 and alike > 0.02 * sum(1 for _ in _STRETCH.finditer(data))


def _is_chinese_utf8(stretch: bytes) -> bool:
    try:
        return _CJK.fullmatch(stretch.decode()) is not None
    except UnicodeDecodeError:
        return False
