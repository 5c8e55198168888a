from __future__ import annotations

import pytest

from pipeline.judge.facts.signature import signers


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("张三", ["张三"]),
        ("张　三", ["张三"]),
        ("张三 李四光", ["张三", "李四光"]),
        ("张三、李四，王五/赵六", ["张三", "李四", "王五", "赵六"]),
        ("李和平", ["李和平"]),
        ("监督人：张三（监委会主任）", ["张三"]),
        ("村委会", []),
        ("张三、村监委会", ["张三"]),
        ("—", []),
    ],
)
def test_every_name_in_a_column_for_signatures_is_read(written: str, names: list[str]) -> None:
    assert list(signers(written)) == names
