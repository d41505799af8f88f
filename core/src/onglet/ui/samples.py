"""Values of an imaginary firm for the page of the kit; in French, and never translated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from onglet.ui import formats
from onglet.ui import views as v
from onglet.ui.forms import FormState
from onglet.ui.samples_figures import sample_chart, sample_stats
from onglet.ui.samples_list import sample_chips, sample_columns, sample_documents, sample_segments


def samples() -> dict[str, object]:
    """The values that the page shows, by the name of what shows them."""
    return {
        "menu": _menu(),
        "tabs": _tabs(),
        "stats": sample_stats(),
        "pins": _pins(),
        "chart": sample_chart(),
        "values": _values(),
        "columns": sample_columns(),
        "rows": sample_documents(),
        "segments": sample_segments(),
        "chips": sample_chips(),
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
