"""How each service answers a question: paging, filters, errors, as their papers describe them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet_directory.masks import fold
from onglet_directory.testing.fiction import insee_place, insee_unit, public_result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet_directory.testing.fiction import JSON, Firm


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and JSON content; None is an empty body."""

    status: int
    content: object


def public_reply(firms: Sequence[Firm], path: str, values: Mapping[str, str]) -> Reply:
    """The answer of the public search."""
    if path != "search":
        return Reply(404, {"detail": "Not Found"})
    query = values.get("q", "").strip()
    page, size = int(values.get("page", "1")), int(values.get("per_page", "10"))
    if not 1 <= page <= 1000:
        return Reply(400, {"erreur": "Veuillez indiquer un numéro de page entre 1 et 1000."})
    if not 1 <= size <= 25:
        return Reply(400, {"erreur": "Veuillez indiquer un paramètre `per_page` entre 1 et 25."})
    if len(query) < 3 and "code_postal" not in values:
        return Reply(400, {"erreur": "3 caractères minimum pour les termes de la requête."})
    found = [public_result(firm) for firm in firms if _public_hit(firm, query, values)]
    first = (page - 1) * size
    shown = found[first : first + size]
    if values.get("minimal") == "true":
        shown = [_minimal(one, values.get("include", "").split(",")) for one in shown]
    return Reply(
        200,
        {
            "results": shown,
            "total_results": len(found),
            "page": page,
            "per_page": size,
            "total_pages": -(-len(found) // size),
        },
    )


def _public_hit(firm: Firm, query: str, values: Mapping[str, str]) -> bool:
    if re.fullmatch(r"\d{9}|\d{14}", query):
        return firm.siren == query[:9]
    postcode = values.get("code_postal")
    return _named(firm, query) and (postcode is None or firm.postcode == postcode)


def _minimal(result: JSON, included: Sequence[str]) -> JSON:
    optional = {"siege", "tva", "dirigeants", "finances", "complements", "matching_etablissements"}
    return {name: value for name, value in result.items() if name not in optional - set(included)}


def _named(firm: Firm, query: str) -> bool:
    if firm.partial:
        return False
    names = (firm.name, firm.sigle, firm.first_name, firm.last_name)
    written = fold(" ".join(filter(None, names))).split()
    return all(any(name.startswith(word) for name in written) for word in fold(query).split())


def insee_reply(firms: Sequence[Firm], path: str, values: Mapping[str, str]) -> Reply:
    """The answer of the Sirene API to a caller with a right key."""
    resource, _, number = path.partition("/")
    if resource == "siren" and number:
        units = [insee_unit(firm) for firm in firms if firm.siren == number]
        return Reply(200, {"header": _ok(), "uniteLegale": units[0]}) if units else _nothing()
    if resource != "siret":
        return Reply(404, None)
    places = [insee_place(firm, rank + 1) for firm in firms for rank in range(firm.places)]
    if number:
        found = [place for place in places if place["siret"] == number]
        return Reply(200, {"header": _ok(), "etablissement": found[0]}) if found else _nothing()
    try:
        wanted = _conditions(values.get("q", ""))
    except ValueError as failure:
        return Reply(400, {"header": {"statut": 400, "message": str(failure)}})
    ranks = {firm.siren: firm for firm in firms}
    found = [one for one in places if _insee_hit(one, ranks[str(one["siren"])], wanted)]
    return _page(found, values)


def _page(found: list[JSON], values: Mapping[str, str]) -> Reply:
    size = int(values.get("nombre", "20"))
    cursor = values.get("curseur")
    if size > 1000:
        return Reply(400, {"header": {"statut": 400, "message": "nombre: 1000 au plus"}})
    first = int(values.get("debut", "0"))
    if cursor is not None:
        first = 0 if cursor == "*" else int(cursor.removeprefix("after-"))
    shown = found[first : first + size]
    if not found or (not shown and cursor is None):
        return _nothing()
    header: JSON = _ok() | {"total": len(found), "debut": first, "nombre": len(shown)}
    if cursor is not None:
        last = first + len(shown)
        header |= {"curseur": cursor, "curseurSuivant": f"after-{last}" if shown else cursor}
    return Reply(200, {"header": header, "etablissements": shown})


def _conditions(query: str) -> list[tuple[str, str]]:
    """The pairs `field:value` of a question; the groups of names come as one `name` pair."""
    if not query or query.count("(") != query.count(")"):
        raise ValueError("Erreur de syntaxe dans le paramètre q=")
    pairs = []
    for part in re.split(r" AND (?![^(]*\))", query):
        group = re.search(r"denominationUniteLegale:\"?([^\s\"*)]+)", part)
        if group:
            pairs.append(("name", group[1]))
            continue
        name, _, value = part.partition(":")
        if not value:
            raise ValueError("Erreur de syntaxe dans le paramètre q=")
        pairs.append((name, value))
    return pairs


def _insee_hit(place: JSON, firm: Firm, wanted: list[tuple[str, str]]) -> bool:
    values = {
        "siren": firm.siren,
        "siret": place["siret"],
        "etablissementSiege": str(place["etablissementSiege"]).lower(),
        "codePostalEtablissement": "[ND]" if firm.partial else firm.postcode,
    }
    return all(
        _named(firm, value) if name == "name" else values.get(name) == value
        for name, value in wanted
    )


def _ok() -> JSON:
    return {"statut": 200, "message": "OK"}


def _nothing() -> Reply:
    message = "Aucun élément trouvé"
    return Reply(404, {"header": {"statut": 404, "message": message, "total": 0}})
