"""List the rules that have an oracle."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracles import banks, books, capital, dividends, payments, service, stars, unpaid
from tests.oracles.county import County, Finding

# rule → (by what its findings are told apart, the oracle)
ORACLES: dict[str, tuple[str, Callable[[County], set[Finding]]]] = {
    "BK02": ("evidence", banks.bk02),
    "DR01": ("subject", unpaid.dr01),
    "DR02": ("subject", dividends.dr02),
    "DR05": ("subject", dividends.dr05),
    "DU01": ("subject", dividends.du01),
    "DU02": ("subject", dividends.du02),
    "DU03": ("subject", dividends.du03),
    "INV03": ("evidence", payments.inv03),
    "LED02": ("evidence", books.led02),
    "LED03": ("evidence", books.led03),
    "LED06": ("evidence", books.led06),
    "PAY06": ("evidence", payments.pay06),
    "RC01": ("subject", capital.rc01),
    "RC05": ("subject", capital.rc05),
    "SVC01": ("evidence", stars.svc01),
    "SVC05": ("evidence", service.svc05),
}
