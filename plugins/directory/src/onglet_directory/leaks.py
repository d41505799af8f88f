"""Rows of one client for the leak walk of the test kit: the firm, and two yearly figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet_directory.models import CompanyRow, FigureRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.api import ClientView, Work


def fill(work: Work, client: ClientView, mark: Callable[[str], str]) -> None:
    """Write what a register said of the client, and what it earned."""
    said = mark("directory_company.registers")
    work.session.add(
        CompanyRow(
            client_id=client.id,
            siren="552100554",
            sigle=mark("directory_company.sigle"),
            state="active",
            registers=[
                {
                    "register": "RNE",
                    "state": "active",
                    "source": said,
                    "fetched_at": work.now.isoformat(),
                }
            ],
            source="INSEE",
            fetched_at=work.now,
        )
    )
    work.session.add_all(
        FigureRow(
            client_id=client.id,
            year=work.today.year - age,
            turnover_minor=100,
            result_minor=100,
            source="INSEE",
            fetched_at=work.now,
        )
        for age in (1, 2)
    )
