"""A list of an imaginary firm for the page of the kit: columns, rows, segments and filters."""

from __future__ import annotations

from onglet.ui import views as v


def sample_columns() -> tuple[v.Column, ...]:
    """The columns of the documents."""
    return (
        v.Column(key="number", label="Numéro", sort_href="?sort=number"),
        v.Column(key="subject", label="Objet", width="wide"),
        v.Column(key="date", label="Date", sort_href="?sort=-date", sorted="descending"),
        v.Column(key="status", label="État"),
        v.Column(key="amount", label="Montant TTC", sort_href="?sort=amount", numeric=True),
        v.Column(key="menu", label="Actions", hide_label=True),
    )


def sample_documents() -> list[dict[str, object]]:
    """Rows of a table of documents."""
    rows = (
        (
            "F-2026-0147",
            "Facture",
            "Suspensions Opaline – acompte 30 %",
            "20 nov. 2026",
            4620,
            "À régler",
            "warn",
        ),
        (
            "DEV-2026-0318",
            "Devis",
            "Équipement boutiques Lyon & Annecy",
            "18 nov. 2026",
            38400,
            "Envoyé",
            "info",
        ),
        (
            "F-2026-0142",
            "Facture",
            "Appliques Méridien × 60",
            "6 nov. 2026",
            8940,
            "À régler",
            "warn",
        ),
        (
            "BL-2026-0207",
            "Bon de livraison",
            "Expédition quai n° 3",
            "4 nov. 2026",
            None,
            "Accepté",
            "ok",
        ),
        ("F-2026-0139", "Facture", "Lampadaires Arc × 6", "22 oct. 2026", 3515, "Payée", "ok"),
    )
    return [
        {
            "key": number,
            "number": number,
            "kind": kind,
            "subject": subject,
            "date": day,
            "amount": amount,
            "status": status,
            "tone": tone,
        }
        for number, kind, subject, day, amount, status, tone in rows
    ]


def sample_segments() -> tuple[v.Segment, ...]:
    """The views of the list."""
    return (
        v.Segment(label="Tous", href="?", current=True, count="248"),
        v.Segment(label="Devis", href="?kind=quote"),
        v.Segment(label="Facture", href="?kind=invoice"),
        v.Segment(label="Avoir", href="?kind=credit"),
        v.Segment(label="Bon de livraison", href="?kind=delivery"),
    )


def sample_chips() -> tuple[v.FilterChip, ...]:
    """The filters over the list."""
    owners = tuple(
        v.FilterChoice(label=name, href="?owner=1", on=name == "Camille Roy", count=n)
        for name, n in (("Camille Roy", "84"), ("Nora Belkacem", "61"), ("Hugo Martin", "12"))
    )
    return (
        v.FilterChip(
            key="owner", label="Suivi par", value="Camille Roy", choices=owners, clear_href="?"
        ),
        v.FilterChip(key="town", label="Ville", choices=owners),
        v.FilterChip(key="tag", label="Étiquette", choices=owners),
    )
