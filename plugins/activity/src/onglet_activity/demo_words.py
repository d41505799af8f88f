"""Stories of a French firm with its clients: what the demonstration tells, step by step.

A step happens some days after the one before it. In its texts `{who}` is the contact, `{what}`
something that the firm sells, `{ref}` the number of a paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onglet_activity.kinds import Direction, Kind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry of a story, `after` days after the one before."""

    kind: Kind
    after: int
    subject: str = ""
    body: str = ""
    direction: Direction = Direction.OUT
    outcome: Outcome = Outcome.REACHED
    minutes: int = 0
    place: str = ""
    hours: int = 1


def _comment(after: int, body: str) -> Step:
    return Step(kind=Kind.COMMENT, after=after, body=body)


def _call(
    after: int,
    body: str,
    outcome: Outcome = Outcome.REACHED,
    minutes: int = 8,
    direction: Direction = Direction.OUT,
) -> Step:
    return Step(
        kind=Kind.CALL,
        after=after,
        body=body,
        outcome=outcome,
        minutes=minutes,
        direction=direction,
    )


def _task(after: int, subject: str, body: str = "") -> Step:
    return Step(kind=Kind.TASK, after=after, subject=subject, body=body)


def _event(after: int, subject: str, place: str = "", hours: int = 1) -> Step:
    return Step(kind=Kind.EVENT, after=after, subject=subject, place=place, hours=hours)


WHAT: Final = (
    "l’aménagement de l’accueil",
    "les tables de réunion",
    "les rayonnages sur mesure",
    "le mobilier du second site",
    "les assises de la terrasse",
    "les comptoirs de vente",
    "le renouvellement des bureaux",
    "la rénovation des boiseries",
)

STORIES: Final = (
    (
        _call(0, "", Outcome.NO_ANSWER, 0),
        _call(
            2,
            "{who} connaît notre catalogue mais est engagé avec un concurrent jusqu’à la fin de "
            "l’année. D’accord pour que nous lui présentions {what}.",
            Outcome.INTERESTED,
            14,
        ),
        _event(6, "Présentation : {what}", "Dans leurs locaux"),
        _comment(
            1,
            "Bon échange : ils cherchent un seul interlocuteur et des délais tenus. Le prix vient "
            "ensuite. Décision prise à deux avec la direction.",
        ),
        _task(1, "Envoyer le devis {ref}", "Reprendre les quantités vues ensemble."),
        _call(9, "Devis reçu, il manque la remise sur volume. Je renvoie une version corrigée."),
        _comment(5, "Devis {ref} accepté, commande attendue par courriel."),
    ),
    (
        _call(
            0,
            "La livraison {ref} est arrivée incomplète : deux cartons manquent.",
            Outcome.REACHED,
            6,
            Direction.IN,
        ),
        _task(0, "Voir avec le transporteur pour {ref}"),
        _call(1, "Le transporteur a retrouvé les cartons, remise prévue demain matin.", minutes=4),
        _comment(2, "Tout est livré. Geste commercial de 5 % accordé sur la prochaine commande."),
    ),
    (
        _task(0, "Préparer une proposition pour {what}"),
        _comment(
            4,
            "L’équipe passe de huit à douze personnes : proposer une implantation complète plutôt "
            "qu’une simple reprise du plan de l’an dernier.",
        ),
        _call(3, "", Outcome.MESSAGE, 1),
        _call(2, "D’accord sur le principe, à revoir avec le comptable.", Outcome.CALL_BACK, 11),
        _event(8, "Point sur {what}", "Visioconférence"),
        _comment(1, "Bon de commande signé, prix tenu jusqu’en décembre."),
    ),
    (
        _call(
            0,
            "Question sur la facture {ref} : le numéro de commande n’y figure pas.",
            Outcome.REACHED,
            5,
            Direction.IN,
        ),
        _comment(0, "Facture {ref} complétée par la comptabilité et renvoyée."),
    ),
    (
        _event(0, "Visite annuelle", "Dans leurs locaux", 2),
        _comment(
            1,
            "Visite annuelle avec {who}. Activité soutenue, deux embauches prévues. Intérêt pour "
            "{what} au printemps.",
        ),
        _task(1, "Envoyer la documentation sur {what}"),
    ),
    (
        _comment(0, "Rencontre au salon : laisser passer l’été avant de reprendre contact."),
        _task(2, "Reprendre contact avec {who}"),
        _call(60, "", Outcome.BUSY, 0),
        _call(3, "Budget gelé cette année, à relancer en janvier.", Outcome.NOT_INTERESTED, 6),
    ),
    (
        _call(0, "Satisfaction après six mois : rien à signaler.", Outcome.REACHED, 7),
        _comment(0, "Client content du suivi. Accepte d’être cité comme référence."),
    ),
    (
        _comment(0, "Changement d’adresse de livraison à partir du mois prochain."),
        _call(5, "Horaires de réception confirmés : de 7 h à 11 h, quai B.", minutes=3),
    ),
    (
        _call(0, "Demande un tarif pour {what}.", Outcome.INTERESTED, 9, Direction.IN),
        _task(0, "Chiffrer {what}"),
        _event(5, "Relevé sur place", "Sur leur site", 2),
        _comment(1, "Accès étroit : prévoir une livraison en deux fois."),
        _task(1, "Envoyer le devis {ref}"),
        _call(7, "Rendez-vous pris avec la direction pour en parler.", Outcome.MEETING, 5),
    ),
)

OPEN_TASKS: Final = (
    "Rappeler {who} au sujet du devis {ref}",
    "Envoyer le devis pour {what}",
    "Relancer la commande {ref}",
    "Vérifier la date de livraison",
    "Demander le bon de commande signé",
    "Préparer la visite du mois prochain",
    "Proposer {what}",
    "Mettre à jour les contacts",
)

COMING: Final = (
    ("Rendez-vous avec {who}", "Dans leurs locaux", 1),
    ("Démonstration : {what}", "Visioconférence", 1),
    ("Point trimestriel", "Visioconférence", 1),
    ("Visite de l’atelier", "Sur leur site", 2),
    ("Déjeuner avec {who}", "", 2),
)
