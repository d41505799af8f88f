"""Values of an imaginary firm for the page of the kit; in French, and never translated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from onglet.ui import formats
from onglet.ui import views as v
from onglet.ui.charts import Series, chart
from onglet.ui.forms import FormState

if TYPE_CHECKING:
    from onglet.ui.charts import Chart

_MONTHS = (
    "déc",
    "janv",
    "févr",
    "mars",
    "avr",
    "mai",
    "juin",
    "juil",
    "août",
    "sept",
    "oct",
    "nov",
)
_TURNOVER = (9800, 12400, 11100, 15200, 14000, 17900, 13200, 8400, 18800, 21600, 19400, 24400)
_YEAR_AGO = (8900, 10200, 12000, 12400, 13100, 14200, 12800, 7100, 15200, 17400, 16600, 19000)
_MARGIN = (3000, 4100, 3900, 4900, 4800, 5500, 4400, 3000, 6000, 7500, 6000, 8100)


def samples() -> dict[str, object]:
    """The values that the page shows, by the name of what shows them."""
    return {
        "menu": _menu(),
        "tabs": _tabs(),
        "stats": _stats(),
        "pins": _pins(),
        "chart": sample_chart(),
        "values": _values(),
        "columns": _columns(),
        "rows": sample_documents(),
        "segments": _segments(),
        "chips": _chips(),
        "pager": v.Pager(next_href="?after=2", shown="1–4", total="248"),
        "days": _days(),
        "modes": _modes(),
        "form": _form(),
        "blank": FormState(key="blank"),
        "options": _options(),
        "blocks": (
            v.Block(key="identity", label="Identité", icon="building", errors=2),
            v.Block(key="contact", label="Contact principal", icon="user"),
            v.Block(key="notes", label="Notes", icon="note", optional=True),
        ),
        "now": datetime.now(UTC) - timedelta(days=6),
        "tones": ("neutral", "accent", "ok", "warn", "bad", "info"),
        "names": ("Maison Verdier", "Atelier Lumen", "Brasserie Coulon", "Novalpes Énergie"),
    }


def sample_shell() -> v.Shell:
    """A shell as a signed-in person sees it."""
    return v.Shell(
        user=v.UserBadge(name="Camille Roy", email="camille.roy@atelier.example"),
        nav=(
            v.NavLink(key="home", label="Accueil", href="#home", icon="home"),
            v.NavLink(
                key="clients", label="Contacts", href="#clients", icon="address-book", current=True
            ),
            v.NavLink(key="opportunities", label="Opportunités", href="#o", icon="target-arrow"),
            v.NavLink(key="sales", label="Ventes", href="#v", icon="file-invoice"),
            v.NavLink(key="payments", label="Règlements", href="#r", icon="cash"),
            v.NavLink(key="support", label="Support", href="#s", icon="lifebuoy"),
            v.NavLink(key="calendar", label="Agenda", href="#a", icon="calendar"),
            v.NavLink(key="reports", label="Rapports", href="#p", icon="chart-histogram"),
        ),
        nav_foot=(
            v.NavLink(key="plugins", label="Extensions", href="#e", icon="plug", count="18"),
            v.NavLink(key="settings", label="Réglages", href="#g", icon="settings"),
        ),
        add=(
            v.MenuItem(label="Client", href="#new", icon="building", shortcut="C"),
            v.MenuItem(label="Contact", href="#new", icon="user-plus"),
            v.MenuItem(label="Devis", href="#new", icon="file-text"),
        ),
        recents=tuple(
            v.Recent(label=name, href="#recent")
            for name in ("Maison Verdier", "Atelier Lumen", "Brasserie Coulon", "Novalpes Énergie")
        ),
        unread=3,
        csrf="sample",
        account_menu=(
            v.MenuItem(label="Mon compte", href="#me", icon="user-circle"),
            v.MenuItem(label="Préférences", href="#pref", icon="adjustments-horizontal"),
        ),
    )


def _menu() -> tuple[v.MenuGroup | v.MenuItem, ...]:
    return (
        v.MenuItem(label="Modifier", icon="pencil", href="#edit", shortcut="E"),
        v.MenuItem(label="Dupliquer", icon="copy", href="#copy", dialog=True),
        v.MenuGroup(
            label="Envoyer",
            items=(
                v.MenuItem(label="Par e-mail", icon="send", href="#send"),
                v.MenuItem(label="Relancer", icon="bell", refused="Aucune facture en retard"),
            ),
        ),
        v.MenuGroup(
            items=(
                v.MenuItem(
                    label="Supprimer",
                    icon="trash",
                    post="#delete",
                    danger=True,
                    confirm=v.Confirm(
                        title="Supprimer ce devis ?",
                        text="Il ira à la corbeille et pourra être restauré pendant 30 jours.",
                        button="Supprimer",
                    ),
                ),
            ),
        ),
    )


def _tabs() -> tuple[v.TabLink, ...]:
    rows = (
        ("activity", "Activité", "activity", "Fiche", None),
        ("information", "Informations", "info-circle", "Fiche", None),
        ("statistics", "Statistiques", "chart-histogram", "Fiche", None),
        ("documents", "Documents", "file-invoice", "Ventes", "10"),
        ("opportunities", "Opportunités", "target-arrow", "Ventes", "3"),
        ("contacts", "Contacts", "users", "Fiche", "6"),
        ("addresses", "Adresses", "map-pin", "Fiche", "4"),
        ("payments", "Règlements", "cash", "Finances", "18"),
        ("support", "Support", "lifebuoy", "Suivi", None),
        ("files", "Fichiers", "paperclip", "Suivi", "7"),
        ("mandates", "Mandats", "signature", "Finances", "1"),
        ("accounts", "Comptes", "building-bank", "Finances", None),
    )
    return tuple(
        v.TabLink(
            slug=slug,
            label=label,
            href=f"#{slug}",
            icon=icon,
            group=group,
            count=count,
            current=slug == "statistics",
        )
        for slug, label, icon, group, count in rows
    )


def _stats() -> tuple[v.Stat, ...]:
    money = formats.HTML_FILTERS["money"]
    return (
        v.Stat(
            label="Chiffre d’affaires",
            value=money(186200, digits=0),
            delta="+17,3 %",
            delta_tone="ok",
            delta_icon="trending-up",
            note="vs N-1",
            spark=_TURNOVER,
            formula="Factures moins avoirs, hors taxes, à la date de facture",
        ),
        v.Stat(
            label="Marge",
            value=money(61530, digits=0),
            delta="33,0 %",
            delta_tone="ok",
            note="du chiffre d’affaires",
            spark=_MARGIN,
            spark_tone="two",
        ),
        v.Stat(
            label="Factures à régler",
            value=money(13560, digits=0),
            note="2 factures, sous 26 jours",
            meter=62,
            tone="warn",
            href="#due",
        ),
        v.Stat(
            label="Factures en retard",
            value=money(2886, digits=0),
            delta="1 facture",
            delta_tone="bad",
            delta_icon="alert-circle",
            note="depuis 23 jours",
            meter=18,
            tone="bad",
            href="#late",
        ),
    )


def _pins() -> tuple[v.Pin, ...]:
    money = formats.HTML_FILTERS["money"]
    return (
        v.Pin(label="Téléphone", value="04 65 71 19 60", icon="phone", href="tel:+33465711960"),
        v.Pin(
            label="Email",
            value="contact@maison-verdier.example",
            icon="mail",
            href="mailto:contact@maison-verdier.example",
        ),
        v.Pin(label="CA 12 mois", value=money(186240, digits=0), icon="chart-bar"),
        v.Pin(label="Encours", value=money(8430), icon="coin-euro"),
        v.Pin(label="Dernière commande", value="il y a 6 jours", icon="package"),
    )


def sample_chart() -> Chart:
    """Turnover of twelve months, the year before, and the margin over it."""
    money = formats.HTML_FILTERS["money"]
    return chart(
        "Chiffre d’affaires et marge",
        _MONTHS,
        (
            Series(label="Année précédente", values=_YEAR_AGO, tone="previous"),
            Series(label="Chiffre d’affaires", values=_TURNOVER),
            Series(label="Marge", values=_MARGIN, kind="line", tone="two"),
        ),
        write=lambda value: money(value, digits=0),
        axis=formats.HTML_FILTERS["money_short"],
    )


def _values() -> tuple[v.KeyValue, ...]:
    return (
        v.KeyValue(label="Nom", value="Maison Verdier", edit_href="#edit", pin_post="#pin"),
        v.KeyValue(
            label="SIREN",
            value="000 123 459",
            source="Annuaire des entreprises, 12 nov. 2026",
            pin_post="#pin",
            pinned=True,
            edit_href="#edit",
        ),
        v.KeyValue(
            label="Site web",
            value="maison-verdier.example",
            href="https://maison-verdier.example",
            edit_href="#edit",
            pin_post="#pin",
        ),
        v.KeyValue(label="État", value="Actif", badge=v.Badge(label="Actif", tone="ok", dot=True)),
        v.KeyValue(
            label="Adresse",
            value="12 rue de la République\n69002 Lyon",
            multiline=True,
            edit_href="#edit",
        ),
        v.KeyValue(label="Effectif", value="20 à 49 salariés", edit_href="#edit"),
        v.KeyValue(label="Fax"),
        v.KeyValue(label="Code service"),
    )


def _days() -> tuple[v.FeedDay, ...]:
    now = datetime.now(UTC)
    return (
        v.FeedDay(
            label="Aujourd’hui",
            entries=(
                v.FeedEntry(
                    key="1",
                    icon="phone-outgoing",
                    tone="accent",
                    author="Camille Roy",
                    title="a appelé Hélène Verdier",
                    at=now,
                    body="Elle confirme la livraison du 3 décembre et demande un devis.",
                    meta=("8 min", "Abouti"),
                    menu=_menu(),
                ),
                v.FeedEntry(
                    key="2",
                    icon="file-check",
                    tone="ok",
                    author="Nora Belkacem",
                    title="a validé F-2026-0147",
                    at=now - timedelta(minutes=50),
                    href="#f",
                ),
            ),
        ),
        v.FeedDay(
            label="Mardi 18 novembre",
            entries=(
                v.FeedEntry(
                    key="3",
                    icon="checkbox",
                    tone="neutral",
                    author="Hugo Martin",
                    title="a terminé la tâche « Envoyer les échantillons »",
                    at=now - timedelta(days=6),
                ),
                v.FeedEntry(
                    key="4",
                    icon="alert-triangle",
                    tone="warn",
                    title="Facture F-2026-0111 en retard de 23 jours",
                    at=now - timedelta(days=6, hours=2),
                    badge=v.Badge(label="Relance 1", tone="warn"),
                ),
            ),
        ),
    )


def _modes() -> tuple[v.ComposerMode, ...]:
    return (
        v.ComposerMode(
            key="comment",
            label="Commentaire",
            icon="message-2",
            placeholder="Écrire un commentaire…",
        ),
        v.ComposerMode(key="call", label="Appel", icon="phone", placeholder="Ce qui s’est dit…"),
        v.ComposerMode(
            key="task", label="Tâche", icon="checkbox", placeholder="Ce qu’il faut faire…"
        ),
        v.ComposerMode(
            key="event", label="Rendez-vous", icon="calendar", placeholder="Objet du rendez-vous…"
        ),
    )


def _form() -> FormState:
    return FormState(
        data={
            "name": "Maison Verdier",
            "email": "contact@",
            "kind": "company",
            "newsletter": True,
            "tags": ["vip"],
            "since": "2021-03-04",
            "rate": "12,5",
        },
        errors={
            "email": ("Saisissez une adresse e-mail comme nom@exemple.fr.",),
            "siren": ("Ce SIREN a 8 chiffres, il en faut 9.",),
        },
    )


def _options() -> dict[str, tuple[v.Option, ...]]:
    return {
        "kind": (
            v.Option(
                value="company", label="Société", icon="building", hint="Un établissement, un SIREN"
            ),
            v.Option(value="person", label="Particulier", icon="user", hint="Une personne"),
        ),
        "tags": (
            v.Option(value="vip", label="VIP"),
            v.Option(value="shop", label="Boutique"),
            v.Option(value="net", label="Réseau"),
        ),
        "form": (
            v.Option(value="5710", label="SAS", group="Sociétés"),
            v.Option(value="5499", label="SARL", group="Sociétés"),
            v.Option(value="1000", label="Entrepreneur individuel", group="Personnes"),
        ),
    }


def _columns() -> tuple[v.Column, ...]:
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


def _segments() -> tuple[v.Segment, ...]:
    return (
        v.Segment(label="Tous", href="?", current=True, count="248"),
        v.Segment(label="Devis", href="?kind=quote"),
        v.Segment(label="Facture", href="?kind=invoice"),
        v.Segment(label="Avoir", href="?kind=credit"),
        v.Segment(label="Bon de livraison", href="?kind=delivery"),
    )


def _chips() -> tuple[v.FilterChip, ...]:
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
