"""Fictional firms, and the raw JSON that each service would give of them.

SIRENs begin with 000 and have a valid key: no real firm has such a number.
"""

from __future__ import annotations

from dataclasses import dataclass

JSON = dict[str, object]


def fictional_siren(rank: int) -> str:
    """The SIREN of a fictional firm: 000, five digits, and the Luhn key."""
    return _with_key(f"000{rank:05d}")


def fictional_siret(siren: str, rank: int = 1) -> str:
    """A SIRET of that firm, with a valid key."""
    return _with_key(f"{siren}{rank:04d}")


def _with_key(digits: str) -> str:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm as the register could hold it."""

    rank: int
    name: str | None
    postcode: str = "57000"
    town: str = "METZ"
    commune: str = "57463"
    street: tuple[str, str, str] = ("7", "RUE", "DES CLERCS")
    naf: str = "62.01Z"
    naf25: str | None = "62.10Y"
    legal_form: str = "5710"
    band: str | None = "11"
    band_year: str | None = "2023"
    state: str = "A"
    diffusion: str = "O"
    sigle: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    finances: tuple[tuple[str, int | None, int | None], ...] = ()
    vat: bool = True
    places: int = 1
    created_on: str = "2015-03-01"

    @property
    def siren(self) -> str:
        """The SIREN, from the rank."""
        return fictional_siren(self.rank)

    @property
    def head_siret(self) -> str:
        """The SIRET of the head office."""
        return fictional_siret(self.siren)

    @property
    def partial(self) -> bool:
        """Whether name and address are masked."""
        return self.diffusion == "P"


def public_result(firm: Firm) -> JSON:
    """The firm as one result of the public search."""
    hidden = "[NON-DIFFUSIBLE]"
    person = " ".join(filter(None, (firm.first_name, firm.last_name)))
    places = [_public_place(firm, rank) for rank in range(1, firm.places + 1)]
    key = (12 + 3 * (int(firm.siren) % 97)) % 97
    return {
        "siren": firm.siren,
        "nom_complet": hidden if firm.partial else firm.name or person,
        "nom_raison_sociale": hidden if firm.partial else firm.name,
        "sigle": firm.sigle,
        "nombre_etablissements": firm.places,
        "nombre_etablissements_ouverts": firm.places,
        "siege": places[0],
        "date_creation": firm.created_on,
        "date_fermeture": None if firm.state == "A" else "2025-06-30",
        "date_mise_a_jour": "2026-10-12T08:09:10",
        "date_mise_a_jour_insee": "2026-10-12T08:09:10",
        "dirigeants": [
            {"nom": firm.last_name, "prenoms": firm.first_name, "qualite": "Entrepreneur"}
        ]
        if firm.last_name and not firm.partial
        else [],
        "etat_administratif": firm.state,
        "nature_juridique": firm.legal_form,
        "activite_principale": firm.naf,
        "activite_principale_naf25": firm.naf25,
        "tranche_effectif_salarie": firm.band,
        "annee_tranche_effectif_salarie": firm.band_year,
        "statut_diffusion": firm.diffusion,
        "matching_etablissements": places[:1],
        "finances": {
            year: {"ca": turnover, "resultat_net": result}
            for year, turnover, result in firm.finances
        }
        or None,
        "tva": [f"FR{key:02d}{firm.siren}"] if firm.vat else [],
        "complements": {"est_entrepreneur_individuel": firm.last_name is not None},
    }


def _public_place(firm: Firm, rank: int) -> JSON:
    number, kind, way = firm.street
    hidden = "[NON-DIFFUSIBLE]"
    place: JSON = {
        "siret": fictional_siret(firm.siren, rank),
        "activite_principale": firm.naf,
        "activite_principale_naf25": firm.naf25,
        "adresse": f"{number} {kind} {way} {firm.postcode} {firm.town}",
        "code_postal": firm.postcode,
        "commune": firm.commune,
        "libelle_commune": firm.town,
        "complement_adresse": None,
        "numero_voie": number,
        "indice_repetition": None,
        "type_voie": kind,
        "libelle_voie": way,
        "est_siege": rank == 1,
        "etat_administratif": "A" if firm.state == "A" else "F",
        "statut_diffusion_etablissement": firm.diffusion,
        "latitude": "49.119308",
        "longitude": "6.175716",
        "liste_enseignes": None,
        "nom_commercial": None,
        "date_creation": firm.created_on,
    }
    if firm.partial:
        masked = ("adresse", "code_postal", "numero_voie", "type_voie", "libelle_voie")
        place |= dict.fromkeys((*masked, "latitude", "longitude"), hidden)
    return place


def insee_unit(firm: Firm) -> JSON:
    """The firm as `/siren/{siren}` of the Sirene API gives it, with a past period."""
    period = {
        "dateFin": None,
        "dateDebut": "2020-01-01",
        "etatAdministratifUniteLegale": firm.state,
        "nicSiegeUniteLegale": firm.head_siret[9:],
        "activitePrincipaleUniteLegale": firm.naf,
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
        "categorieJuridiqueUniteLegale": firm.legal_form,
        **_insee_names(firm),
    }
    past = period | {"dateFin": "2019-12-31", "dateDebut": firm.created_on, "nomUniteLegale": None}
    past["denominationUniteLegale"] = "ANCIEN NOM"
    return {
        "siren": firm.siren,
        "statutDiffusionUniteLegale": firm.diffusion,
        "dateCreationUniteLegale": firm.created_on,
        "sigleUniteLegale": firm.sigle,
        "trancheEffectifsUniteLegale": firm.band,
        "anneeEffectifsUniteLegale": firm.band_year,
        "dateDernierTraitementUniteLegale": "2026-10-11T20:00:57.000",
        "activitePrincipaleNAF25UniteLegale": firm.naf25,
        "prenomUsuelUniteLegale": "[ND]" if firm.partial else firm.first_name,
        "periodesUniteLegale": [period, past],
    }


def insee_place(firm: Firm, rank: int = 1) -> JSON:
    """One place of the firm as `/siret` of the Sirene API gives it."""
    number, kind, way = firm.street
    hidden = "[ND]" if firm.partial else None
    return {
        "siren": firm.siren,
        "siret": fictional_siret(firm.siren, rank),
        "statutDiffusionEtablissement": firm.diffusion,
        "dateCreationEtablissement": firm.created_on,
        "etablissementSiege": rank == 1,
        "uniteLegale": {
            "statutDiffusionUniteLegale": firm.diffusion,
            "etatAdministratifUniteLegale": firm.state,
            "dateCreationUniteLegale": firm.created_on,
            "categorieJuridiqueUniteLegale": firm.legal_form,
            "sigleUniteLegale": firm.sigle,
            "prenomUsuelUniteLegale": hidden or firm.first_name,
            "activitePrincipaleUniteLegale": firm.naf,
            "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
            "activitePrincipaleNAF25UniteLegale": firm.naf25,
            "trancheEffectifsUniteLegale": firm.band,
            "anneeEffectifsUniteLegale": firm.band_year,
            "nicSiegeUniteLegale": firm.head_siret[9:],
            "dateDernierTraitementUniteLegale": "2026-10-11T20:00:57.000",
            **_insee_names(firm),
        },
        "adresseEtablissement": {
            "numeroVoieEtablissement": hidden or number,
            "typeVoieEtablissement": hidden or kind,
            "libelleVoieEtablissement": hidden or way,
            "codePostalEtablissement": hidden or firm.postcode,
            "libelleCommuneEtablissement": firm.town,
            "codeCommuneEtablissement": firm.commune,
        },
        "periodesEtablissement": [
            {
                "dateFin": None,
                "dateDebut": firm.created_on,
                "etatAdministratifEtablissement": "A" if firm.state == "A" else "F",
                "enseigne1Etablissement": hidden,
                "activitePrincipaleEtablissement": firm.naf,
                "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
            }
        ],
    }


def _insee_names(firm: Firm) -> JSON:
    hidden = "[ND]" if firm.partial else None
    company = firm.last_name is None
    return {
        "denominationUniteLegale": (hidden or firm.name) if company else None,
        "nomUniteLegale": None if company else hidden or firm.last_name,
        "nomUsageUniteLegale": None,
        "denominationUsuelle1UniteLegale": None,
    }


FIRMS = (
    Firm(
        rank=1,
        name="BOULANGERIE DU PONT VERT",
        naf="10.71C",
        naf25="10.71Y",
        legal_form="5499",
        band="03",
        finances=(("2023", 812_400, 41_250), ("2024", 845_000, None), ("2022", None, -3_100)),
    ),
    Firm(
        rank=2,
        name="ATELIERS MERIDON",
        sigle="ATM",
        postcode="69003",
        town="LYON 3EME",
        commune="69383",
        places=3,
        band="21",
    ),
    Firm(rank=3, name="MERIDON CONSEIL", postcode="75011", town="PARIS 11", commune="75111"),
    Firm(
        rank=4,
        name=None,
        first_name="CAMILLE",
        last_name="ARVENNE",
        legal_form="1000",
        band="NN",
        band_year=None,
        vat=False,
    ),
    Firm(
        rank=5,
        name="[ND]",
        diffusion="P",
        legal_form="1000",
        last_name="[ND]",
        first_name="[ND]",
        postcode="35000",
        town="RENNES",
        commune="35238",
        vat=False,
    ),
    Firm(rank=6, name="SCIERIE DES HAUTES COMBES", state="C", naf="16.10A", naf25="16.11Y"),
    Firm(rank=7, name="TRANSPORTS ÉLAN ET FILS", band="12"),
)
"""A bakery with figures, a firm with three places, a sole trader, a masked one, a closed one."""
