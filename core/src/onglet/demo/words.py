"""What colleagues write about clients: notes and tags, as French firms have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

TAGS = (
    "Salon 2025",
    "Recommandation",
    "Appel d’offres",
    "Multi-sites",
    "Paiement à 45 jours",
    "Fidèle",
    "À relancer",
    "Export",
    "Partenaire",
    "Marché public",
    "Saisonnier",
    "Newsletter",
)

_OPENINGS = (
    "Rencontré au salon de printemps.",
    "Client depuis la reprise de l’entreprise.",
    "Nous a été recommandé par un confrère.",
    "Premier contact par le formulaire du site.",
    "Ancien client revenu après deux ans.",
    "Dossier suivi avec l’agence voisine.",
)
_FACTS = (
    "Préfère être appelé le matin, avant 10 h.",
    "Les commandes passent par l’accueil, demander le numéro de bon.",
    "Livraison par la cour uniquement, hauteur limitée à 3,20 m.",
    "Fermé en août et entre Noël et le jour de l’An.",
    "Demande un devis détaillé ligne à ligne.",
    "Deux sites à livrer, facturation au siège.",
    "Budget arrêté en novembre pour l’année suivante.",
    "Attend une réponse sur les délais avant de signer.",
    "La comptabilité est tenue par un cabinet extérieur.",
    "Envoyer les factures au format électronique.",
)


def note(rng: random.Random) -> str:
    """A note of a few sentences, or nothing."""
    chance = rng.random()
    if chance > 0.45:
        return ""
    opening = _OPENINGS[int(rng.random() * len(_OPENINGS))]
    fact = _FACTS[int(rng.random() * len(_FACTS))]
    return f"{opening} {fact}" if chance > 0.1 else f"{opening}\n\n{fact}"


def tags(rng: random.Random) -> tuple[str, ...]:
    """None to two tags."""
    chance = rng.random()
    if chance > 0.5:
        return ()
    first = int(rng.random() * len(TAGS))
    if chance > 0.15:
        return (TAGS[first],)
    second = (first + 1 + int(rng.random() * (len(TAGS) - 1))) % len(TAGS)
    return TAGS[first], TAGS[second]
