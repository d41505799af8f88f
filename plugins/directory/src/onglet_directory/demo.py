"""Demo data: figures of made-up clients, and a directory of made-up firms to search.

No real firm is in it: SIRENs begin with 000. The same scale and seed give the same data.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from onglet.api import ClientKind, client_snapshot, each_client
from onglet_directory import sources
from onglet_directory.company import Origin, YearlyFigures
from onglet_directory.demo_firms import ListedFirm, write_stock
from onglet_directory.offline.build import build_offline
from onglet_directory.service import keep_figures
from onglet_directory.settings import BUILT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.api import ClientView, Scale, Work

MOST_CLIENTS = 20_000
SHARE_WITH_FIGURES = 0.7
FICTIONAL = "000"
MOST_LISTED = 120


def fill(work: Work, scale: Scale) -> None:
    """Keep figures of most firms, and build a directory where there is none."""
    firms: list[ClientView] = []
    for chunk in each_client(work):
        found = [one for one in chunk if one.kind is ClientKind.COMPANY and _is_made_up(one)]
        for client in found:
            keep_figures(work, client.id, made_up(client, scale.seed, work))
        firms += found
        if len(firms) >= MOST_CLIENTS:
            break
    build_directory(work, firms, scale.seed)


def _is_made_up(client: ClientView) -> bool:
    return client.siren.startswith(FICTIONAL)


def made_up(client: ClientView, seed: int, work: Work) -> Iterator[YearlyFigures]:
    """Figures of a made-up firm for its last years; none for three firms in ten."""
    rng = random.Random(f"{seed} {client.siren}")  # noqa: S311 - made-up data
    if rng.random() > SHARE_WITH_FIGURES:
        return
    moment = datetime.combine(work.today, time(), tzinfo=UTC)
    origin = Origin(source=sources.DEMO, fetched_at=moment)
    turnover = Decimal(round(rng.lognormvariate(13.4, 1.1), -3))
    last = work.today.year - rng.choice((1, 1, 2))
    for year in range(last - rng.randint(2, 5), last + 1):
        turnover = (turnover * Decimal(str(round(rng.gauss(1.05, 0.09), 3)))).quantize(Decimal(100))
        result = (turnover * Decimal(str(round(rng.gauss(0.05, 0.05), 3)))).quantize(Decimal(100))
        if rng.random() < 0.06:
            continue
        yield YearlyFigures(
            year=year,
            turnover=None if rng.random() < 0.08 else turnover,
            result=None if rng.random() < 0.08 else result,
            origin=origin,
        )


def build_directory(work: Work, clients: list[ClientView], seed: int) -> None:
    """Build the offline directory from made-up firms, where no other was built.

    Some of the clients are in it, with what changed since they were typed; the others are firms
    that nobody has met yet.
    """
    folder = replace(work, plugin="directory").folder()
    target = folder / BUILT
    if target.exists():
        return
    known = [_as_listed(work, client) for client in clients[:MOST_LISTED]]
    with TemporaryDirectory(dir=folder) as name:
        files = write_stock(
            Path(name),
            listed=[firm for firm in known if firm is not None],
            taken={client.siren for client in clients},
            seed=seed,
            last_year=work.today.year - 1,
        )
        build_offline(files, target, today=work.today, source_key=sources.DEMO)


def _as_listed(work: Work, client: ClientView) -> ListedFirm | None:
    held = client_snapshot(work, client.id)
    if held is None or len(client.siret) != 14:
        return None
    values = held.values
    return ListedFirm(
        siren=client.siren,
        siret=client.siret,
        name=client.name,
        legal_form=client.legal_form or "5710",
        naf=str(values["naf"] or "62.01Z"),
        band=str(values["headcount_band"] or "NN"),
        street=str(values["address.line1"]),
        postcode=str(values["address.postcode"]),
        town=str(values["address.town"]),
        commune_code=str(values["address.commune_code"]),
    )
