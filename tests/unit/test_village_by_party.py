"""A village is found by the name of its party organisation, and none by that of another organisation."""

from __future__ import annotations

import pytest

from pipeline.place.identify import Register, Village

REGISTER = Register(
    Village(code, name, "云溪镇", "青石县")
    for code, name in (("1", "柳河村"), ("2", "上柳河村"), ("3", "竹溪社区"))
)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "1",
            "柳河村党支部 中共柳河村委员会 柳河支部 柳河村联合党支部 中国共产党柳河村总支部委员会 柳河村党委",
        ),
        ("1", "中共云溪镇柳河村支部委员会 中共青石县云溪镇柳河村委员会 云溪镇柳河村党总支"),
        ("2", "上柳河村党支部 中共上柳河村委员会"),
        ("3", "竹溪社区党总支 中共竹溪社区总支部委员会 竹溪社区党支部"),
    ],
)
def test_the_party_of_a_village_names_it(code: str, names: str) -> None:
    found = {name: REGISTER.resolve(name, whole=True) for name in names.split()}
    assert {n: v.code if isinstance(v, Village) else v for n, v in found.items()} == dict.fromkeys(
        names.split(), code
    )


@pytest.mark.parametrize("name", ["某公司党支部", "新柳河村党支部", "云溪镇党委", "中共云溪镇委员会"])
def test_another_party_organisation_names_no_village(name: str) -> None:
    assert REGISTER.resolve(name, whole=True) is None
