"""What the name of a company tells: how it was written, and what kind of company it is."""

from __future__ import annotations

from typing import NamedTuple

from onglet.demo.names import MEN, WOMEN
from onglet.identity.folding import fold


class CleanName(NamedTuple):
    """A name ready to show, and what had to be done for it."""

    text: str
    was_quoted: bool
    was_padded: bool


# Given names of earlier generations, which registers are full of.
_EARLIER = frozenset(
    """
    adrien adele agnes aime albert alexis alfred andre andree angele annick annie armand
    arnaud aude auguste bernadette bertrand brigitte carole cecile charles charlotte
    christiane claude claudette claudine colette corentin danielle delphine denis denise
    desire edith edmond edouard eliane elisabeth emile emmanuel emmanuelle ernest estelle
    etienne eugene evelyne fabien fabienne fabrice felix fernand florence florent franck
    gaston genevieve georges georgette gerald germain germaine gilbert gilberte gilles ginette
    gisele gregory guy henri henriette herve huguette irene jacqueline jacques jacky jeanine
    jeanne jeannine jennifer jessica joel joelle josette josephine joseph josiane justine
    karine lionel liliane louisette luc lucette lucien lucienne ludovic lydia lydie madeleine
    magali marc marcel marcelle marguerite marianne marielle marine marion marius martial
    martine maryse maurice melanie michele micheline mickael mireille muriel myriam nadia
    nadine nelly nicole noel odette odile patrice paulette pierrette rachel raymond raymonde
    regine regis rene renee roger rolande roland rosalie sabine sabrina samuel serge severine
    simone solange suzanne sylvain sylviane tatiana teresa therese tony valentin vanessa
    victor violette viviane xavier yann yannick yolande yves yvette yvonne
    """.split()  # noqa: SIM905 (a list of words reads better in lines)
)
_GIVEN = _EARLIER.union(*(fold(name).split() for name in (*MEN, *WOMEN)))
_COMPANY = frozenset(
    """
    sarl sas sasu eurl sa snc sci scp scm selarl gie earl gaec scop ste societe ets
    etablissements cie compagnie ass association assoc amicale club comite federation
    fondation syndicat groupe groupement cabinet centre agence institut maison atelier
    ateliers garage hotel restaurant bar cafe boulangerie pharmacie salon auto ecole
    indivision succession mutuelle caisse commune departement lycee college universite
    residence immobiliere le la les l de des du d et au aux un une chez en sur pour services
    service conseil france saint sainte st epicerie rotisserie pizzeria brasserie optique
    peinture batiment construction constructions transport transports taxi ambulances coiffure
    institution fleurs boutique editions immo
    """.split()  # noqa: SIM905 (a list of words reads better in lines)
)


def clean(raw: str) -> CleanName:
    """The name without the padding and the doubled quotes that exports leave."""
    text = raw
    was_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    if was_quoted:
        text = text[1:-1].replace('""', '"')
    stripped = " ".join(text.split())
    return CleanName(stripped, was_quoted, stripped != text)


def is_co_ownership(name: str) -> bool:
    """Whether the name is that of the co-owners of a building: law 65-557, art. 14."""
    return any(word.startswith("copro") for word in fold(name).split())


def is_person(name: str) -> bool:
    """Whether the name reads like a family name followed by a given name."""
    words = fold(name).split()
    if not 2 <= len(words) <= 4 or not all(word.isalpha() for word in words):
        return False
    return not _COMPANY.intersection(words) and any(word in _GIVEN for word in words[1:])
