"""Lines of business: activity code, sector, and how firms of that line are called.

Codes are those of the nomenclatures: NAF rev. 2, INSEE legal categories, sectors of a new firm.
"""

from __future__ import annotations

from typing import NamedTuple


class Trade(NamedTuple):
    """A line of business; `{}` in a pattern is the invented part of the name."""

    naf: str
    sector: str
    patterns: tuple[str, ...]
    legal_forms: tuple[str, ...] = ()


class LegalForm(NamedTuple):
    """A legal form, with the capitals in euros that firms of that form have (none: unknown)."""

    code: str
    is_registered: bool
    capitals: tuple[int, ...]


_SMALL = (1_000, 2_000, 5_000, 7_500, 8_000, 10_000, 15_000, 20_000)
_LARGE = (10_000, 30_000, 50_000, 100_000, 150_000, 250_000, 500_000, 1_200_000)

LEGAL_FORMS = {
    "1000": LegalForm("1000", False, ()),
    "5202": LegalForm("5202", True, (1_500, 7_622, 15_245)),
    "5458": LegalForm("5458", True, _SMALL),
    "5499": LegalForm("5499", True, _SMALL),
    "5599": LegalForm("5599", True, (37_000, 80_000, 250_000, 800_000, 2_400_000)),
    "5710": LegalForm("5710", True, _SMALL + _LARGE),
    "6540": LegalForm("6540", True, (100, 1_000, 1_500, 1_524)),
    "9220": LegalForm("9220", False, ()),
}
# How often each form is met: one entry is one chance.
USUAL_FORMS = ("5499",) * 9 + ("5710",) * 9 + ("1000",) * 3 + ("5599", "5458", "5202")

# INSEE bands of headcount, as often as they are met.
HEADCOUNT_BANDS = (
    *("NN",) * 4,
    *("00",) * 2,
    *("01",) * 7,
    *("02",) * 6,
    *("03",) * 5,
    *("11",) * 5,
    *("12",) * 4,
    *("21",) * 2,
    *("22", "31", "32"),
)

# The same for a sole trader or an association.
SMALLEST_BANDS = ("NN", "NN", "NN", "00", "01", "02")

TRADES = (
    Trade("43.32A", "building", ("Menuiserie {}", "Ateliers {}", "{} Agencement")),
    Trade("43.22A", "building", ("Plomberie {}", "{} Thermique", "Chauffage {}")),
    Trade("43.21A", "building", ("{} Électricité", "Électro-{}", "Courants {}")),
    Trade("43.34Z", "building", ("Peintures {}", "Décors {}", "Vitrerie {}")),
    Trade("41.20A", "building", ("Maisons {}", "Constructions {}", "{} Bâtisseurs")),
    Trade("71.11Z", "consulting", ("Atelier d’architecture {}", "{} Architectes", "{} Projets")),
    Trade("71.12B", "consulting", ("{} Ingénierie", "Bureau d’études {}", "{} Structures")),
    Trade("62.01Z", "it", ("{} Logiciels", "Studio {}", "{} Numérique")),
    Trade("62.02A", "it", ("{} Systèmes", "{} Données", "{} Infogérance")),
    Trade("69.20Z", "legal-accounting", ("Cabinet comptable {}", "{} Expertise", "{} et Associés")),
    Trade("70.22Z", "consulting", ("{} Stratégie", "{} Accompagnement", "Cabinet {}")),
    Trade("73.11Z", "media", ("Agence {}", "{} Communication", "{} Images")),
    Trade("10.71C", "food", ("Boulangerie {}", "Le Fournil {}", "Pâtisserie {}")),
    Trade("56.10A", "hospitality", ("Brasserie {}", "La Table {}", "Auberge {}")),
    Trade("56.21Z", "hospitality", ("Traiteur {}", "{} Réceptions", "Saveurs {}")),
    Trade("55.10Z", "hospitality", ("Hôtel {}", "Relais {}", "Résidence {}")),
    Trade("47.76Z", "retail", ("Fleurs {}", "Jardinerie {}", "Pépinières {}")),
    Trade("01.21Z", "agriculture", ("Domaine {}", "Vignobles {}", "Cave {}")),
    Trade("46.34Z", "wholesale", ("Boissons {}", "{} Négoce", "Comptoir {}")),
    Trade("46.39B", "wholesale", ("Primeurs {}", "{} Distribution", "Halles {}")),
    Trade("49.41A", "transport", ("Transports {}", "{} Logistique", "Messageries {}")),
    Trade("52.10B", "transport", ("Entrepôts {}", "{} Stockage", "Quais {}")),
    Trade("45.20A", "automotive", ("Garage {}", "{} Automobiles", "Carrosserie {}")),
    Trade("25.62B", "industry", ("Mécanique {}", "{} Usinage", "{} Précision")),
    Trade("25.11Z", "industry", ("Métallerie {}", "Charpentes {}", "Forges {}")),
    Trade("22.29A", "industry", ("Plastiques {}", "{} Composites", "{} Moulage")),
    Trade("31.09B", "industry", ("Mobilier {}", "Ébénisterie {}", "{} Créations")),
    Trade("14.13Z", "industry", ("Confection {}", "Tissages {}", "{} Couture")),
    Trade("18.12Z", "industry", ("Imprimerie {}", "{} Impressions", "Papeteries {}")),
    Trade("81.21Z", "business-services", ("{} Propreté", "Services {}", "{} Entretien")),
    Trade("81.30Z", "business-services", ("Paysages {}", "Jardins {}", "{} Espaces verts")),
    Trade("86.21Z", "health", ("Maison de santé {}", "Centre médical {}", "Cabinet médical {}")),
    Trade("75.00Z", "health", ("Clinique vétérinaire {}", "Vétérinaires {}", "{} Animaux")),
    Trade("85.59A", "education", ("Institut {}", "{} Formation", "Académie {}")),
    Trade("96.02A", "crafts-personal", ("Coiffure {}", "Salon {}", "{} Beauté")),
    Trade(
        "68.31Z",
        "real-estate",
        ("Immobilière {}", "Agence immobilière {}", "{} Patrimoine"),
        ("5499", "5710", "6540"),
    ),
    Trade("94.99Z", "association", ("Association {}", "Foyer {}", "Cercle {}"), ("9220",)),
    Trade("35.11Z", "energy", ("Énergies {}", "{} Solaire", "Éoliennes {}"), ("5710", "5599")),
)
