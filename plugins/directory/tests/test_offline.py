from __future__ import annotations

import csv
import gzip
import os
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from onglet_directory.company import Diffusion, Field, State
from onglet_directory.offline.build import build_offline
from onglet_directory.offline.columns import department
from onglet_directory.offline.directory import OfflineDirectory
from onglet_directory.offline.files import StockError
from onglet_directory.port import BadQuery, NotFound, Unreachable
from onglet_directory.testing.fiction import fictional_siren, fictional_siret

TODAY = date(2026, 11, 24)
BAKERY, NETWORK, TRADER = "000000018", "000000026", "000000034"
MASKED, CLOSED, CORSICAN = "000000042", "000000059", "000000075"
HEAD, BRANCH = fictional_siret(NETWORK, 1), fictional_siret(NETWORK, 2)
SHUT = fictional_siret(NETWORK, 3)


@pytest.fixture
def stock(samples):
    return samples / "stock"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "directory.sqlite"


@pytest.fixture
def directory(stock, target):
    build_offline(stock, target, today=TODAY, published_on=date(2026, 11, 1))
    return OfflineDirectory(target)


def names(answer):
    return [one.name for one in answer.candidates]


def test_a_build_says_what_it_kept(stock, target):
    report = build_offline(stock, target, today=TODAY)
    assert (report.units, report.listed, report.withheld) == (7, 5, 1)
    assert report.places == 9
    assert report.left_out == 0


def test_beginnings_of_words_without_accents(directory):
    assert names(directory.search("boul pont")) == ["BOULANGERIE DU PONT VERT"]
    assert names(directory.search("élan")) == ["TRANSPORTS ELAN ET FILS"]
    assert names(directory.search("meri")) == ["ATELIERS MERIDON"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("boulangeri du ponr vert", "BOULANGERIE DU PONT VERT"),
        ("meirdon", "ATELIERS MERIDON"),
        ("transprot elan", "TRANSPORTS ELAN ET FILS"),
        ("arvene camile", "CAMILLE ARVENNE"),
    ],
)
def test_typing_errors(directory, typed, name):
    assert names(directory.search(typed))[:1] == [name]


def test_signs_and_towns_are_found_too(directory):
    assert names(directory.search("atm")) == ["ATELIERS MERIDON"]
    assert names(directory.search("le fournil")) == ["BOULANGERIE DU PONT VERT"]
    assert names(directory.search("meridon metz")) == ["ATELIERS MERIDON"]


def test_a_postcode_narrows_and_shows_the_place_that_is_there(directory):
    (found,) = directory.search("meridon", "57000").candidates
    assert (found.town, found.head_office) == ("METZ", False)
    (found,) = directory.search("meridon").candidates
    assert (found.town, found.head_office) == ("LYON 3EME", True)
    assert directory.search("meridon", "13001").total == 0


def test_the_very_name_comes_before_longer_ones(directory):
    assert names(directory.search("meridon"))[0] == "ATELIERS MERIDON"


@pytest.mark.parametrize("typed", ["", "ab", '"', "* *", "a b"])
def test_too_short_a_question(directory, typed):
    with pytest.raises(BadQuery):
        directory.search(typed)


@pytest.mark.parametrize(
    "typed", ['"; DROP TABLE unit;--', "NEAR(a b)", "names : x AND", "abc*", "(((", "a\x00bcd"]
)
def test_the_language_of_the_index_cannot_be_typed_in(directory, typed):
    try:
        directory.search(typed)
    except BadQuery:
        assert typed == "((("


def test_facts_of_a_firm_with_its_places(directory):
    found = directory.get(NETWORK)
    assert (found.name, found.sigle, found.legal_form) == ("ATELIERS MERIDON", "ATM", "5710")
    assert [one.siret for one in found.establishments] == [HEAD, BRANCH]
    assert found.head_office.address.lines == ("BAT C", "12 BIS AVENUE FOCH")
    assert found.head_office.address.latitude is None
    assert [(a.code, a.nomenclature) for a in found.activities] == [
        ("25.62B", "NAFRev2"),
        ("25.62Y", "NAF2025"),
    ]
    assert found.headcount.band == "01"
    assert found.origin.source == "offline"
    assert found.origin.updated_on == date(2026, 11, 1)
    assert Field.VAT_NUMBER not in found.covers


def test_numbers_that_lost_their_zeros_are_whole_again(directory):
    """The sample writes this firm as a spreadsheet would: 18, 1800018, 1000."""
    found = directory.get(BAKERY)
    assert found.head_office.siret == fictional_siret(BAKERY)
    assert found.head_office.address.postcode == "01000"
    assert found.head_office.address.commune_code == "01053"


def test_a_sole_trader(directory):
    found = directory.get(TRADER)
    assert found.name == "CAMILLE ARVENNE"
    assert found.person.last_name == "ARVENNE"


def test_a_masked_firm_is_not_searchable_and_keeps_its_name_to_itself(directory):
    assert directory.search("rennes masked").total == 0
    found = directory.get(MASKED)
    assert found.diffusion is Diffusion.PARTIAL
    assert found.name is None
    assert found.establishments[0].address.lines == ()
    assert not found.covers & {Field.NAME, Field.ADDRESS_LINES, Field.POSTCODE}
    (shown,) = directory.search(MASKED).candidates
    assert shown.partial


def test_a_closed_firm_is_known_by_number_only(directory):
    assert directory.search("hautes combes").total == 0
    assert directory.get(CLOSED).state is State.CLOSED


def test_a_number_finds_its_place(directory):
    (found,) = directory.search(f"{BRANCH[:3]} {BRANCH[3:9]} {BRANCH[9:]}").candidates
    assert found.siret == BRANCH
    assert [one.siret for one in directory.get(BRANCH).establishments] == [BRANCH]
    with pytest.raises(NotFound):
        directory.get(SHUT)
    with pytest.raises(NotFound):
        directory.get(fictional_siren(99_999))
    with pytest.raises(BadQuery):
        directory.get("12")


def test_closed_places_that_are_not_head_offices_are_left_out(directory):
    assert directory.get(NETWORK).establishments_total == 2


@pytest.mark.parametrize("page", [0, 10_000])
def test_a_page_that_cannot_be(directory, page):
    with pytest.raises(BadQuery):
        directory.search("meridon", page=page)


def test_departments_are_kept_by_the_places_in_them(stock, target):
    report = build_offline(stock, target, {"57"}, today=TODAY)
    directory = OfflineDirectory(target)
    assert names(directory.search("meridon")) == ["ATELIERS MERIDON"]
    with pytest.raises(NotFound):
        directory.get(BAKERY)
    assert report.left_out > 0
    build_offline(stock, target, {"2a", "01"}, today=TODAY)
    assert {OfflineDirectory(target).get(number).siren for number in (CORSICAN, BAKERY)}


@pytest.mark.parametrize(
    ("commune", "postcode", "code"),
    [
        ("57463", "57000", "57"),
        ("2A004", "20000", "2A"),
        ("97411", "97400", "974"),
        (None, "20200", "20"),
        (None, None, None),
        ("01053", None, "01"),
    ],
)
def test_departments(commune, postcode, code):
    assert department(commune, postcode) == code


def test_the_same_from_zip_and_gzip(stock, tmp_path, target):
    packed = tmp_path / "packed"
    packed.mkdir()
    with zipfile.ZipFile(packed / "units.zip", "w") as archive:
        archive.write(stock / "StockUniteLegale.csv", "StockUniteLegale_utf8.csv")
    with gzip.open(packed / "places.csv.gz", "wb") as stream:
        stream.write((stock / "StockEtablissement.csv").read_bytes())
    assert build_offline(packed, target, today=TODAY).listed == 5


def test_the_same_from_parquet_whose_numbers_are_numbers(stock, tmp_path, target):
    packed = tmp_path / "packed"
    packed.mkdir()
    for name in ("StockUniteLegale", "StockEtablissement"):
        duckdb.read_csv(str(stock / f"{name}.csv")).write_parquet(str(packed / f"{name}.parquet"))
    assert build_offline(packed, target, today=TODAY).listed == 5
    directory = OfflineDirectory(target)
    assert directory.get(NETWORK).legal_form == "5710"
    assert directory.get(BAKERY).head_office.address.postcode == "01000"
    assert directory.get(NETWORK).head_office.siret == HEAD


def test_accounts_give_yearly_figures_the_firms_own_before_the_groups(stock, tmp_path, target):
    ratios = tmp_path / "ratios.csv"
    ratios.write_text(
        "siren;date_cloture_exercice;chiffre_d_affaires;marge_brute;resultat_net;type_bilan\n"
        "26;2024-12-31;9000000;1;100;K\n"
        "000000026;2024-12-31;812400;1;;C\n"
        "000000026;2024-12-31;9000001;1;100;K\n"
        "000000026;2023-06-30;;;-3100;S\n"
        "000000026;2022-06-30;;;;S\n"
        "999999999;2024-12-31;1;1;1;C\n",
        encoding="utf-8",
    )
    build_offline([stock, ratios], target, today=TODAY)
    figures = OfflineDirectory(target).get(NETWORK).finances
    assert [(one.year, one.turnover, one.result) for one in figures] == [
        (2024, 812_400, None),
        (2023, None, -3_100),
    ]
    assert figures[0].closed_on == date(2024, 12, 31)


def extract(path, rows):
    header = "siret,raisonsociale,enseigne,codenaf,trancheeffectif,numerorue,libellerue,"
    header += "codepostal,codecommune,departement,coordinates_x,coordinates_y"
    with path.open("w", newline="") as stream:
        stream.write(header + "\n")
        csv.writer(stream).writerows(rows)
    return path


def test_a_flat_extract_groups_places_of_one_firm(tmp_path, target):
    rows = [
        ["00000001800018", "COPRO 7 PL DU ROI", "", "8110Z", "", "7", "PLACE DU ROI"],
        ["00000001800026", "COPRO 7 PL DU ROI", "ANNEXE", "8110Z", "00", "", ""],
        ["1", "NUMBER TOO SHORT IS PADDED", "", "", "", "", ""],
        ["", "WITHOUT NUMBER", "", "", "", "", ""],
    ]
    where = ["57000", "57463", "57"]
    points = [["6.17", "49.11"], ["0", "0"], ["0", "0"], ["0", "0"]]
    path = extract(
        tmp_path / "extract.csv",
        [row + where + point for row, point in zip(rows, points, strict=True)],
    )
    report = build_offline(path, target, today=TODAY)
    assert report.left_out == 1
    found = OfflineDirectory(target).get("000000018")
    first, second = found.establishments
    assert found.activities[0].code == "81.10Z"
    assert found.headcount is None
    assert first.address.lines == ("7 PLACE DU ROI",)
    assert first.address.latitude is not None
    assert second.address.latitude is None
    assert first.head_office is None
    assert {Field.LEGAL_FORM, Field.TOWN, Field.HEADCOUNT}.isdisjoint(found.covers)


def failing(tmp_path, target, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StockError) as failure:
        build_offline(path, target, today=TODAY)
    return str(failure.value)


def test_files_that_cannot_be_used_are_named_and_the_old_directory_stays(tmp_path, stock, target):
    build_offline(stock, target, today=TODAY)
    before = target.read_bytes()
    assert "empty" in failing(tmp_path, target, "empty.csv", b"")
    assert "columns" in failing(tmp_path, target, "other.csv", b"a,b\n1,2\n")
    assert "cannot be read" in failing(tmp_path, target, "broken.zip", b"PK no")
    assert "cannot be read" in failing(tmp_path, target, "broken.csv.gz", b"\x1f\x8b no")
    assert "together" in failing(
        tmp_path, target, "units.csv", (stock / "StockUniteLegale.csv").read_bytes()
    )
    broken = b"siret,raisonsociale\n00000001800018,A\n00000001800018\n"
    assert "row 3" in failing(tmp_path, target, "short.csv", broken)
    latin = "siret,raisonsociale\n00000001800018,Élan\n".encode("latin-1")
    assert "cannot be read" in failing(tmp_path, target, "latin.csv", latin)
    with pytest.raises(StockError, match="no stock file"):
        build_offline([], target, today=TODAY)
    with pytest.raises(StockError, match="no such file"):
        build_offline(tmp_path / "absent.csv", target, today=TODAY)
    assert target.read_bytes() == before
    assert [one for one in os.listdir(tmp_path) if one.endswith(".new")] == []


def test_a_reader_goes_on_with_the_old_file_while_a_new_one_takes_its_place(stock, target):
    build_offline(stock, target, today=TODAY)
    reader = sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)
    try:
        build_offline(stock, target, {"57"}, today=TODAY)
        assert reader.execute("SELECT count(*) FROM unit").fetchone() == (7,)
    finally:
        reader.close()
    with pytest.raises(NotFound):
        OfflineDirectory(target).get(BAKERY)


def test_a_file_that_is_not_there_or_not_ours(tmp_path, target):
    with pytest.raises(Unreachable, match="build"):
        OfflineDirectory(tmp_path / "absent.sqlite").search("meridon")
    target.write_bytes(b"not a database" * 100)
    with pytest.raises(Unreachable, match="again"):
        OfflineDirectory(target).search("meridon")
    target.unlink()
    other = sqlite3.connect(target)
    other.execute("CREATE TABLE about (key, value)")
    other.commit()
    other.close()
    with pytest.raises(Unreachable, match="again"):
        OfflineDirectory(target).get(BAKERY)


def test_the_sources_are_named_in_the_file(directory, target):
    with sqlite3.connect(target) as database:
        about = dict(database.execute("SELECT key, value FROM about"))
    database.close()
    assert about["licence"].startswith("INSEE")
    assert about["published_on"] == "2026-11-01"
    assert Path(target).stat().st_mode & 0o777 == 0o644
