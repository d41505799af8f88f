"""Extracts of the register: what is understood, what is left out, and what is told of both."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from onglet.cli import main
from onglet.demo import said
from onglet.demo.companies_csv import RegisterFileError, read_companies
from onglet.demo.identifiers import siren_at, siret_of
from onglet.demo.register import Extract, Observation, Oddity
from onglet.demo.register_clients import clients_of
from onglet.identity import siren, siret
from onglet.nomenclature import headcounts, naf_rev2

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 3, 2)
FIRST, SECOND, THIRD = siren_at(10), siren_at(11), siren_at(12)
SHORT = (
    "siret,raisonsociale,enseigne,codenaf,trancheeffectif,numerorue,libellerue,"
    "codepostal,codecommune,departement,coordinates_x,coordinates_y"
)
PLACES = (
    "siren,siret,statutDiffusionEtablissement,trancheEffectifsEtablissement,etablissementSiege,"
    "complementAdresseEtablissement,numeroVoieEtablissement,indiceRepetitionEtablissement,"
    "typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,"
    "libelleCommuneEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,"
    "enseigne1Etablissement,denominationUsuelleEtablissement,activitePrincipaleEtablissement,"
    "coordonneeLambertAbscisseEtablissement,coordonneeLambertOrdonneeEtablissement"
)
UNITS = (
    "siren,statutDiffusionUniteLegale,dateCreationUniteLegale,trancheEffectifsUniteLegale,"
    "anneeEffectifsUniteLegale,etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,"
    "prenomUsuelUniteLegale,denominationUniteLegale,categorieJuridiqueUniteLegale,"
    "activitePrincipaleUniteLegale,nicSiegeUniteLegale"
)


def short(number: str, establishment: int = 1, /, **values: str) -> Mapping[str, str]:
    """A row of the short layout."""
    row = {
        "siret": siret_of(number, establishment),
        "raisonsociale": "ATELIERS RIVEGRISE",
        "enseigne": "",
        "codenaf": "6201Z",
        "trancheeffectif": "11",
        "numerorue": "7",
        "libellerue": "PLACE DU HIBOU",
        "codepostal": "57000",
        "codecommune": "57463",
        "coordinates_x": "6.17141",
        "coordinates_y": "49.1111",
    }
    return row | values


def place(number: str, establishment: int = 1, /, **values: str) -> Mapping[str, str]:
    """A row of StockEtablissement; names without their common ending."""
    row = {
        "statutDiffusion": "O",
        "trancheEffectifs": "03",
        "numeroVoie": "12",
        "typeVoie": "AV",
        "libelleVoie": "DE LA LOUTRE",
        "codePostal": "69003",
        "libelleCommune": "LYON",
        "codeCommune": "69383",
        "etatAdministratif": "A",
        "activitePrincipale": "62.01Z",
    }
    row |= values
    named = {
        name if name.startswith(("siret", "etablissementSiege")) else f"{name}Etablissement": value
        for name, value in row.items()
    }
    return {"siren": number, "siret": siret_of(number, establishment)} | named


def unit(number: str, **values: str) -> Mapping[str, str]:
    """A row of StockUniteLegale; names without their common ending."""
    row = {
        "statutDiffusion": "O",
        "dateCreation": "2009-03-16",
        "etatAdministratif": "A",
        "denomination": "ATELIERS RIVEGRISE",
        "categorieJuridique": "5710",
        "activitePrincipale": "62.02A",
        "nicSiege": siret_of(number, 1)[9:],
    }
    row |= values
    return {"siren": number} | {f"{name}UniteLegale": value for name, value in row.items()}


def file(folder: Path, header: str, *rows: Mapping[str, str], name: str = "extract.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header.split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def counts(extract: Extract) -> dict[Oddity, int]:
    return {observation.oddity: observation.count for observation in extract.oddities}


def test_establishments_of_one_siren_are_one_company(tmp_path: Path) -> None:
    extract = read_companies(
        file(
            tmp_path,
            SHORT,
            short(FIRST),
            short(SECOND, raisonsociale="TISSAGES BELANDEAU"),
            short(FIRST, 2, enseigne="L’ENTREPÔT"),
        )
    )

    first, second = extract.companies
    assert (first.siren, first.name, first.naf) == (FIRST, "ATELIERS RIVEGRISE", "62.01Z")
    assert [p.siret for p in first.establishments] == [siret_of(FIRST, 1), siret_of(FIRST, 2)]
    assert first.establishments[1].sign == "L’ENTREPÔT"
    assert first.headcount_band == "", "two establishments: neither band is the company's"
    assert (second.headcount_band, len(second.establishments)) == ("11", 1)
    found = second.establishments[0]
    assert (found.line1, found.postcode, found.town) == ("7 PLACE DU HIBOU", "57000", "Metz")
    assert (found.latitude, found.longitude) == (49.1111, 6.17141)
    assert extract.rows == 3


def test_the_stock_gives_name_and_form_from_one_file_and_places_from_the_other(
    tmp_path: Path,
) -> None:
    extract = read_companies(
        file(
            tmp_path,
            PLACES,
            place(FIRST, 2, enseigne1="AGENCE"),
            place(
                FIRST,
                etablissementSiege="true",
                indiceRepetition="B",
                complementAdresse="HALL 4",
                coordonneeLambertAbscisse="700000",
                coordonneeLambertOrdonnee="6600000",
            ),
            name="places.csv",
        ),
        file(
            tmp_path,
            UNITS,
            unit(FIRST, trancheEffectifs="21", anneeEffectifs="2023"),
            unit(
                SECOND, denomination="", nom="MARTIN", prenomUsuel="ZOÉ", categorieJuridique="1000"
            ),
            unit(THIRD, denomination="SDC", categorieJuridique="9110"),
            name="units.csv",
        ),
    )

    first, second, third = extract.companies
    head_office = first.establishments[0]
    assert (head_office.siret, head_office.is_head_office) == (siret_of(FIRST, 1), True)
    assert (head_office.line1, head_office.line2) == ("12B AVENUE DE LA LOUTRE", "HALL 4")
    assert (head_office.latitude, head_office.longitude) == (46.5, 3.0)
    assert (first.name, first.legal_form, first.naf) == ("ATELIERS RIVEGRISE", "5710", "62.02A")
    assert (first.headcount_band, first.headcount_year) == ("21", 2023)
    assert first.created_on == date(2009, 3, 16)
    assert (second.name, second.is_sole_trader, second.establishments) == ("MARTIN ZOÉ", True, ())
    assert third.is_co_ownership


def test_the_head_office_is_first_when_only_the_unit_tells_it(tmp_path: Path) -> None:
    extract = read_companies(
        file(tmp_path, UNITS, unit(FIRST), name="units.csv"),
        file(tmp_path, PLACES, place(FIRST, 2), place(FIRST, 1), name="places.csv"),
    )

    assert extract.companies[0].establishments[0].siret == siret_of(FIRST, 1)


def test_a_company_that_only_has_a_sign_goes_by_it(tmp_path: Path) -> None:
    extract = read_companies(
        file(tmp_path, PLACES, place(FIRST, enseigne1="LE HIBOU"), place(SECOND))
    )

    assert [c.name for c in extract.companies] == ["LE HIBOU", siren.format(SECOND)]
    assert counts(extract)[Oddity.NO_NAME] == 2


@pytest.mark.parametrize(
    ("values", "oddity"),
    [
        ({"siret": "00000000000001"}, Oddity.WRONG_NUMBER),
        ({"siret": ""}, Oddity.WRONG_NUMBER),
        ({"statutDiffusion": "P"}, Oddity.MASKED),
        ({"statutDiffusion": "N"}, Oddity.MASKED),
        ({"libelleVoie": "[ND]"}, Oddity.MASKED),
        ({"etatAdministratif": "F"}, Oddity.CLOSED),
    ],
)
def test_what_may_not_be_shown_is_left_out_and_counted(
    tmp_path: Path, values: Mapping[str, str], oddity: Oddity
) -> None:
    extract = read_companies(file(tmp_path, PLACES, place(FIRST, **values)))

    assert extract.companies == ()
    assert counts(extract) == {oddity: 1}


@pytest.mark.parametrize(
    ("values", "oddity"),
    [
        ({"statutDiffusion": "P"}, Oddity.MASKED),
        ({"denomination": "[ND]"}, Oddity.MASKED),
        ({"etatAdministratif": "C"}, Oddity.CLOSED),
    ],
)
def test_a_unit_that_may_not_be_shown_takes_its_establishments_along(
    tmp_path: Path, values: Mapping[str, str], oddity: Oddity
) -> None:
    extract = read_companies(
        file(tmp_path, PLACES, place(FIRST), name="places.csv"),
        file(tmp_path, UNITS, unit(FIRST, **values), name="units.csv"),
    )

    assert extract.companies == ()
    assert counts(extract)[oddity] == 1


def test_oddities_are_counted_with_examples(tmp_path: Path) -> None:
    extract = read_companies(
        file(
            tmp_path,
            SHORT,
            short(FIRST, coordinates_x="0", coordinates_y="0", libellerue="", numerorue=""),
            short(FIRST),
            short(SECOND, raisonsociale=' "LE ""HIBOU"""'.strip(), trancheeffectif=""),
            short(THIRD, raisonsociale=" COPRO 3 RUE HAUTE", trancheeffectif="99", codenaf="5710"),
            short(siren_at(13), raisonsociale="DUPONT MARTINE", codecommune="57001"),
        )
    )

    assert counts(extract) == {
        Oddity.NAF_WITHOUT_DOT: 3,
        Oddity.NO_COORDINATES: 1,
        Oddity.NO_STREET: 1,
        Oddity.REPEATED: 1,
        Oddity.NAME_QUOTED: 1,
        Oddity.NAME_PADDED: 1,
        Oddity.NO_HEADCOUNT: 1,
        Oddity.UNKNOWN_HEADCOUNT: 1,
        Oddity.OTHER_NAF: 1,
        Oddity.NO_TOWN: 1,
        Oddity.CO_OWNERSHIP: 1,
        Oddity.SOLE_TRADER: 1,
    }
    first, quoted, building, person = extract.companies
    assert (first.establishments[0].latitude, first.establishments[0].line1) == (None, "")
    assert quoted.name == 'LE "HIBOU"'
    assert (building.name, building.headcount_band) == ("COPRO 3 RUE HAUTE", "")
    assert building.is_co_ownership
    assert not building.is_sole_trader
    assert (person.is_sole_trader, person.establishments[0].town) == (True, "")
    examples = {o.oddity: o.examples for o in extract.oddities}
    assert examples[Oddity.CO_OWNERSHIP] == (THIRD,)


@pytest.mark.parametrize(
    "name",
    [
        "SCI MARTIN",
        "ROTISSERIE LAURENT",
        "LE PETIT PIERRE",
        "MARTINE",
        "3 RUE JEAN JAURES",
        "ASSOCIATION JEAN MOULIN",
        "DUPONT & FILS JEAN CLAUDE ET CIE",
    ],
)
def test_a_name_with_a_word_of_firms_is_nobodys(tmp_path: Path, name: str) -> None:
    extract = read_companies(file(tmp_path, SHORT, short(FIRST, raisonsociale=name)))

    assert not extract.companies[0].is_sole_trader


def test_places_overseas_and_off_the_map_are_unknown(tmp_path: Path) -> None:
    lambert = {"coordonneeLambertAbscisse": "338000", "coordonneeLambertOrdonnee": "7650000"}
    extract = read_companies(
        file(
            tmp_path,
            PLACES,
            place(FIRST, codeCommune="97411", **lambert),
            place(SECOND, **lambert),
            place(THIRD, coordonneeLambertAbscisse="[ND]"),
        )
    )

    assert [c.establishments[0].latitude for c in extract.companies] == [None, None, None]


def test_a_spreadsheet_may_have_saved_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, SHORT, short(FIRST))
    path.write_text("\ufeff" + path.read_text().replace(",", ";"), encoding="utf-8")

    assert [c.siren for c in read_companies(path).companies] == [FIRST]


def test_broken_rows_are_counted_and_the_others_read(tmp_path: Path) -> None:
    path = file(tmp_path, SHORT, short(FIRST))
    path.write_text(path.read_text() + "cut,short\n" + "x," * 20 + "\n", encoding="utf-8")

    extract = read_companies(path)

    assert [c.siren for c in extract.companies] == [FIRST]
    (broken,) = (o for o in extract.oddities if o.oddity is Oddity.BROKEN_ROW)
    assert (broken.count, broken.examples) == (2, ("line 3", "line 4"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"siret,raisonsociale,codenaf,codepostal\n", "lacks the columns: codecommune"),
        (b"", "lacks the columns"),
        (b"a,b\n1,2\n", "StockEtablissement"),
        ("siret,raisonsociale,codenaf,codepostal,codecommune\n,É,,,\n".encode("latin-1"), "UTF-8"),
        (b"siret,raisonsociale,codenaf,codepostal,codecommune\n" + b"x" * 200_000, "not a CSV"),
    ],
)
def test_a_file_that_is_no_extract_says_why(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "extract.csv"
    path.write_bytes(content)

    with pytest.raises(RegisterFileError, match=told):
        read_companies(path)


def test_a_file_that_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(RegisterFileError, match="cannot be read"):
        read_companies(tmp_path / "none.csv")


def test_real_companies_get_owners_and_dates_but_no_made_up_facts(tmp_path: Path) -> None:
    extract = read_companies(
        file(
            tmp_path,
            SHORT,
            *(short(siren_at(n), raisonsociale=f"COPRO {n}") for n in range(100, 160)),
            short(FIRST),
            short(FIRST, 2),
        )
    )

    clients = list(clients_of(extract.companies, 7, TODAY))

    assert clients == list(clients_of(extract.companies, 7, TODAY))
    assert len({client.owner for client in clients}) > 2
    assert {client.stage for client in clients} == {"client", "prospect"}
    assert {client.tags for client in clients[:60]} == {("Copropriété",)}
    last = clients[-1]
    assert (last.siren, last.siret) == (FIRST, siret_of(FIRST, 1))
    assert [a.is_main for a in last.addresses] == [True, False]
    assert last.addresses[0].label == "Établissement"
    for client in clients:
        made_up = (client.phone, client.email, client.website, client.vat_number, client.note)
        assert not any(made_up)
        assert client.contacts == ()


def test_the_companies_of_a_real_town() -> None:
    folder = os.environ.get("ONGLET_SAMPLES")
    if not folder:
        pytest.skip("ONGLET_SAMPLES is not set: the real extract of the register is not read")

    extract = read_companies(Path(folder) / "sirene" / "etablissements-moselle.csv")

    assert extract.rows == 10_288
    assert len(extract.companies) == 9_450
    places = [place for company in extract.companies for place in company.establishments]
    assert len(places) == 10_288
    assert max(len(company.establishments) for company in extract.companies) == 45
    assert all(siret.is_valid(place.siret) for place in places)
    assert all(place.naf in naf_rev2 for place in places if place.naf)
    assert all(p.headcount_band in headcounts for p in places if p.headcount_band)
    found = counts(extract)
    assert found[Oddity.NAF_WITHOUT_DOT] == 10_262
    assert found[Oddity.OTHER_NAF] == 26
    assert found[Oddity.NO_COORDINATES] == 129
    assert found[Oddity.NO_HEADCOUNT] == 3_577
    assert found[Oddity.CO_OWNERSHIP] >= 160
    assert found[Oddity.SOLE_TRADER] > 2_000
    assert Oddity.WRONG_NUMBER not in found
    clients = list(clients_of(extract.companies, 7, TODAY))
    assert all(client.name == client.name.strip() != "" for client in clients)


def test_the_real_stock_samples_are_all_closed_or_sole_traders() -> None:
    folder = os.environ.get("ONGLET_SAMPLES")
    if not folder:
        pytest.skip("ONGLET_SAMPLES is not set: the real stock files are not read")
    insee = Path(folder) / "sirene" / "insee"

    places = read_companies(insee / "sample_etablissements_OK.csv")
    units = read_companies(insee / "sample_unites_legales_OK.csv")
    broken = read_companies(insee / "sample_etablissements_KO_missing_header.csv")

    assert (places.companies, counts(places)) == ((), {Oddity.CLOSED: 3})
    assert [company.legal_form for company in units.companies] == ["1000"]
    assert (broken.companies, counts(broken)) == ((), {Oddity.BROKEN_ROW: 3})


@pytest.mark.parametrize("oddity", Oddity)
def test_what_was_odd_is_said_in_words(oddity: Oddity) -> None:
    words = said(Observation(oddity=oddity, count=1_200, examples=("000000018",)))

    assert words.startswith("1,200 ")
    assert words.endswith(" (the first: 000000018)")
    assert "_" not in words


def test_the_command_says_what_it_did_with_odd_rows(tmp_path: Path) -> None:
    extract = tmp_path / "extract.csv"
    row = f"{siret_of(FIRST, 1)},BOULANGERIE,,1071C,,1,RUE DU PONT,57000,57463,57,,"
    extract.write_text(f"{SHORT}\n{row}\n", encoding="utf-8")
    runner = CliRunner(env={"ONGLET_DATA": str(tmp_path / "var"), "ONGLET_DATABASE_URL": ""})
    runner.invoke(main, ["migrate"])

    answer = runner.invoke(main, ["demo", "--companies", str(extract)])

    assert answer.exit_code == 0, answer.output
    assert "1 codes of activity without their dot, which was put back" in answer.stdout
    assert "naf_without_dot" not in answer.stdout
