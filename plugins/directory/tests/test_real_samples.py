"""Real replies and extracts, read from ONGLET_SAMPLES: nothing of them is kept here.

The replies of the public search are there in the model of the public directory site, and those of
API Entreprise in its own: both are first written back into the shape of the service.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from onglet_directory.adapters.insee_result import candidate as insee_candidate
from onglet_directory.adapters.insee_result import establishment as insee_establishment
from onglet_directory.adapters.insee_result import facts as insee_facts
from onglet_directory.adapters.public_result import candidate, facts
from onglet_directory.company import Field, State
from onglet_directory.comparison import choose_establishment, values_of
from onglet_directory.masks import fold
from onglet_directory.numbers import is_siren, is_siret
from onglet_directory.offline.build import build_offline
from onglet_directory.offline.directory import OfflineDirectory
from onglet_directory.offline.files import StockError

NOW = datetime(2026, 11, 24, tzinfo=UTC)
STATES = {"en activité": "A", "cessée": "C", "fermé": "F"}
DIFFUSIONS = {"diffusible": "O", "partiellement diffusible": "P", "non diffusible": "N"}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def plain(label):
    """The label with plain spaces: some replies have no-break ones."""
    return (label or "").replace("\u00a0", " ")


def as_public_place(place):
    return {
        "siret": place["siret"],
        "adresse": place["adresse"],
        "code_postal": place["codePostal"],
        "libelle_commune": place["commune"],
        "est_siege": place["estSiege"],
        "etat_administratif": STATES.get(plain(place["etatAdministratif"])),
        "statut_diffusion_etablissement": DIFFUSIONS.get(plain(place["statutDiffusion"])),
        "activite_principale": place["activitePrincipale"],
        "date_creation": place["dateCreation"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "liste_enseignes": [place["enseigne"]],
        "nom_commercial": place["denomination"],
    }


def as_public_result(result):
    places = result["etablissements"]["all"]
    return {
        "siren": result["siren"],
        "nom_complet": result["nomComplet"],
        "etat_administratif": STATES.get(plain(result["etatAdministratif"])),
        "statut_diffusion": DIFFUSIONS.get(plain(result["statutDiffusion"])),
        "nature_juridique": result["natureJuridique"],
        "activite_principale": result["activitePrincipale"],
        "date_creation": result["dateCreation"],
        "date_fermeture": result["dateFermeture"],
        "date_mise_a_jour_insee": result["dateMiseAJourInsee"],
        "tranche_effectif_salarie": result["trancheEffectif"],
        "annee_tranche_effectif_salarie": result["anneeTrancheEffectif"],
        "siege": as_public_place(result["siege"]),
        "matching_etablissements": [as_public_place(place) for place in places],
        "tva": result.get("tva"),
        "nombre_etablissements": result["etablissements"]["nombreEtablissements"],
    }


def as_insee_place(data):
    unit, address = data["unite_legale"], data["adresse"]
    person = unit["personne_physique_attributs"]
    return {
        "siret": data["siret"],
        "siren": unit["siren"],
        "etablissementSiege": data["siege_social"],
        "statutDiffusionEtablissement": {"diffusible": "O"}.get(data["status_diffusion"], "P"),
        "uniteLegale": {
            "denominationUniteLegale": unit["personne_morale_attributs"]["raison_sociale"],
            "sigleUniteLegale": unit["personne_morale_attributs"]["sigle"],
            "nomUniteLegale": person["nom_naissance"],
            "prenomUsuelUniteLegale": person["prenom_usuel"],
            "categorieJuridiqueUniteLegale": unit["forme_juridique"]["code"],
            "activitePrincipaleUniteLegale": unit["activite_principale"]["code"],
            "nomenclatureActivitePrincipaleUniteLegale": unit["activite_principale"][
                "nomenclature"
            ],
            "trancheEffectifsUniteLegale": unit["tranche_effectif_salarie"]["code"],
            "anneeEffectifsUniteLegale": unit["tranche_effectif_salarie"]["date_reference"],
            "etatAdministratifUniteLegale": unit["etat_administratif"],
            "statutDiffusionUniteLegale": {"diffusible": "O"}.get(unit["status_diffusion"], "P"),
            "nicSiegeUniteLegale": unit["siret_siege_social"][9:],
        },
        "adresseEtablissement": {
            "complementAdresseEtablissement": address["complement_adresse"],
            "numeroVoieEtablissement": address["numero_voie"],
            "indiceRepetitionEtablissement": address["indice_repetition_voie"],
            "typeVoieEtablissement": address["type_voie"],
            "libelleVoieEtablissement": address["libelle_voie"],
            "codePostalEtablissement": address["code_postal"],
            "libelleCommuneEtablissement": address["libelle_commune"],
            "codeCommuneEtablissement": address["code_commune"],
            "distributionSpecialeEtablissement": address["distribution_speciale"],
            "codeCedexEtablissement": address["code_cedex"],
            "libelleCedexEtablissement": address["libelle_cedex"],
        },
        "periodesEtablissement": [
            {"dateFin": None, "etatAdministratifEtablissement": data["etat_administratif"]}
        ],
    }


def test_replies_of_the_public_search(real_samples):
    seen = 0
    for path in sorted((real_samples / "annuaire").glob("search-*.json")):
        for result in read(path)["result"]["results"]:
            raw = as_public_result(result)
            shown, found = candidate(raw), facts(raw, fetched_at=NOW)
            assert shown is not None
            assert found is not None
            assert (found.state is None) == (result["etatAdministratif"] == "inconnu")
            assert all(is_siret(one.siret) for one in found.establishments), path.name
            assert (shown.name is None) == shown.partial, path.name
            values = values_of(found, choose_establishment(found))
            assert "DIFFUSIBLE" not in repr((shown, found, values))
            seen += 1
    assert seen >= 10


def test_a_partly_published_firm(real_samples):
    (result,) = read(real_samples / "annuaire" / "search-300025764.json")["result"]["results"]
    found = facts(as_public_result(result), fetched_at=NOW)
    assert found is not None
    assert found.partial
    assert found.name is None
    assert found.head_office is not None
    assert found.head_office.address.town == "RENNES"
    assert found.head_office.address.postcode is None
    assert not found.covers & {Field.NAME, Field.ADDRESS_LINES, Field.POSTCODE}


def test_no_result_is_an_empty_answer(real_samples):
    reply = read(real_samples / "annuaire" / "search-12345678900003.json")
    assert reply["result"]["results"] == []


def test_yearly_figures(real_samples):
    """Turnover and result as the accounts give them, one year in thousands by mistake of theirs."""
    rows = read(real_samples / "annuaire" / "552032534.json")["result"]["indicateurs"]
    raw = {
        "siren": "552032534",
        "finances": {
            str(row["year"]): {"ca": row["chiffreDAffaires"], "resultat_net": row["resultatNet"]}
            for row in rows
            if row["estConsolide"]
        },
    }
    found = facts(raw, fetched_at=NOW)
    assert found is not None
    figures = {one.year: one.turnover for one in found.finances}
    assert figures[2018] == Decimal(24_812_000_000)
    assert figures[2019] == Decimal(25_287_000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("494308703.json", "ELIA ALVERNHE"),
        ("552032534.json", "DANONE"),
        ("828696252.json", "DOUGLAS DUTEIL"),
    ],
)
def test_legal_units_of_insee(real_samples, name, expected):
    unit = read(real_samples / "insee" / name)["uniteLegale"]
    found = insee_facts(unit, siren=unit["siren"], places=(), total=None, fetched_at=NOW)
    assert found.name == expected
    assert found.state is State.ACTIVE
    assert found.origin.updated_on is not None
    assert found.head_office_siret is not None
    assert is_siret(found.head_office_siret)


def test_a_legal_unit_with_all_its_periods(real_samples):
    unit = read(real_samples / "insee" / "unite_legale.json")
    found = insee_facts(unit, siren=unit["siren"], places=(), total=None, fetched_at=NOW)
    assert found.name == "PROVOST FRERES"
    assert [(one.code, one.nomenclature) for one in found.activities] == [("16.10A", "NAFRev2")]
    assert found.legal_form == "5710"
    assert found.headcount is not None
    assert (found.headcount.band, found.headcount.year) == ("12", 2017)


def test_an_establishment_without_address_nor_period(real_samples):
    place = read(real_samples / "insee" / "80761229600051.json")["etablissement"]
    shown, where = insee_candidate(place), insee_establishment(place)
    assert shown is not None
    assert where is not None
    assert (shown.name, shown.siret) == ("ANGELA DUBOIS", "80761229600051")
    assert where.head_office is True
    assert where.address.lines == ()
    assert where.state is None


def test_public_bodies_and_firms_of_api_entreprise(real_samples):
    paths = sorted((real_samples / "api-entreprise").glob("*.json"))
    assert len(paths) >= 60
    for path in paths:
        place = as_insee_place(read(path)["data"])
        shown, where = insee_candidate(place), insee_establishment(place)
        assert shown is not None
        assert where is not None
        assert is_siret(where.siret), path.name
        assert shown.name or shown.partial, path.name
        assert where.address.town, path.name
        assert where.address.postcode, path.name


@pytest.fixture(scope="module")
def moselle(tmp_path_factory):
    """A function that builds the offline directory of the extract, once."""
    built = {}

    def build(folder):
        if folder not in built:
            target = tmp_path_factory.mktemp("moselle") / "directory.sqlite"
            report = build_offline(
                folder / "etablissements-moselle.csv", target, today=date(2026, 11, 24)
            )
            built[folder] = (OfflineDirectory(target), report)
        return built[folder]

    return build


def rows_of(folder):
    import csv

    with (folder / "etablissements-moselle.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_establishment_of_moselle_is_found_by_number(real_samples, moselle):
    directory, report = moselle(real_samples)
    rows = rows_of(real_samples)
    assert report.places == len(rows)
    assert report.left_out == 0
    assert report.units == len({row["siret"][:9] for row in rows})
    for row in rows:
        found = directory.get(row["siret"])
        (place,) = found.establishments
        assert is_siren(found.siren)
        assert fold(found.name or "")
        assert (place.address.latitude is None) == (float(row["coordinates_y"]) == 0)
        assert place.address.postcode == "57000"
        assert "." in found.activities[0].code


def test_firms_of_moselle_are_found_by_name_and_in_spite_of_an_error(real_samples, moselle):
    directory, _ = moselle(real_samples)
    rows = [row for row in rows_of(real_samples) if len(fold(row["raisonsociale"])) >= 8][::97]
    assert len(rows) > 80
    missed, missed_with_error = [], []
    for row in rows:
        name = row["raisonsociale"]
        known = {one.siren for one in directory.search(name, "57000").candidates}
        if row["siret"][:9] not in known:
            missed.append(name)
        word = max(fold(name).split(), key=len)
        middle = len(word) // 2
        wrong = fold(name).replace(word, word[:middle] + word[middle + 1 :], 1)
        close = [
            one.siren for page in (1, 2, 3) for one in directory.search(wrong, page=page).candidates
        ]
        if row["siret"][:9] not in close:
            missed_with_error.append(name)
    assert missed == []
    assert len(missed_with_error) <= len(rows) // 20, missed_with_error


def test_a_tiny_extract_of_the_stock(real_samples, tmp_path):
    """Closed units of 1984 with codes of an older nomenclature; the two files share no firm."""
    target = tmp_path / "directory.sqlite"
    files = [
        real_samples / "insee" / "sample_unites_legales_OK.csv",
        real_samples / "insee" / "sample_etablissements_OK.csv",
    ]
    report = build_offline(files, target, today=date(2026, 11, 24))
    assert (report.units, report.places, report.listed) == (3, 3, 1)
    found = OfflineDirectory(target).get("000325175")
    assert (found.name, found.state) == ("THIERRY JANOYER", State.ACTIVE)
    assert [(one.code, one.nomenclature) for one in found.activities] == [("32.12Z", "NAFRev2")]


def test_a_stock_file_whose_header_lacks_a_column_is_refused(real_samples, tmp_path):
    files = [
        real_samples / "insee" / "sample_unites_legales_OK.csv",
        real_samples / "insee" / "sample_etablissements_KO_missing_header.csv",
    ]
    with pytest.raises(StockError, match="row 2 has"):
        build_offline(files, tmp_path / "directory.sqlite", today=date(2026, 11, 24))
