"""Names: of firms, made of parts so that none is known; of persons, common and mixed by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.demo.trades import TRADES, Trade

if TYPE_CHECKING:
    import random


def _parts(text: str) -> tuple[str, ...]:
    """The parts between commas and line ends."""
    return tuple(text.strip().replace("\n", ",").split(","))


_HEADS = _parts("""
Val,Mont,Clair,Bel,Roch,Font,Castel,Brev,Aub,Serv,Marl,Lanc,Gir,Champ,Vign,Sauv,Bris
Dorm,Fav,Gard,Lorm,Merl,Novi,Orb,Perl,Quint,Riv,Sold,Tourn,Verd,Arm,Barv,Corm,Dalb,Escl
Fler,Galv,Haut,Jol,Limb,Mass,Noir,Pleuv,Roz,Salv,Thorm,Vaur,Yv
""")
_TAILS = _parts("""
aubrenne,andeau,ardelle,elonne,euvil,ignage,angères,orette,issoux,onvallin,audrin
ervoise,ancey,illardon,estangue,ouvrac,adourel,ivellan,onnequin,urenne,ossard,eaumont
ineuse,amblet
""")
# A later turn of the same names: firms that have a branch elsewhere are called so.
_TURNS = (
    "",
    " Atlantique",
    " Rhône",
    " Nord",
    " Sud",
    " Est",
    " Ouest",
    " Centre",
    " Littoral",
    " Plaine",
)

FAMILY_NAMES = _parts("""
Martin,Bernard,Thomas,Petit,Robert,Richard,Durand,Dubois,Moreau,Laurent,Simon,Michel
Lefèvre,Leroy,Roux,David,Bertrand,Morel,Fournier,Girard,Bonnet,Dupont,Lambert,Fontaine
Rousseau,Vincent,Muller,Lefebvre,Faure,André,Mercier,Blanc,Guérin,Boyer,Garnier
Chevalier,François,Legrand,Gauthier,Garcia,Perrin,Robin,Clément,Morin,Nicolas,Henry
Roussel,Mathieu,Gautier,Masson,Marchand,Duval,Denis,Dumont,Marie,Lemaire,Noël,Meyer
Dufour,Meunier,Brun,Blanchard,Giraud,Joly,Rivière,Lucas,Brunet,Gaillard,Barbier,Arnaud
Martinez,Gérard,Roche,Renard,Schmitt,Roy,Leroux,Colin,Vidal,Caron,Picard,Roger,Fabre
Aubert,Lemoine,Renaud,Dumas,Lacroix,Olivier,Philippe,Bourgeois,Pierre,Benoît,Rey,Leclerc
Payet,Rolland,Leclercq,Guillaume,Lecomte,Lopez,Jean,Dupuy,Guillot,Hubert,Berger
Carpentier,Sanchez,Dupuis,Moulin,Louis,Deschamps,Huet,Vasseur,Perez,Boucher,Fleury,Royer
Klein,Jacquet,Adam,Paris,Poirier,Marty,Aubry,Guyot,Carré,Charles,Renault,Charpentier
Ménard,Maillard,Baron,Bertin,Bailly,Hervé,Schneider,Fernandez,Le Gall,Collet,Léger
Bouvier,Julien,Prévost,Millet,Perrot,Daniel,Le Roux,Cousin,Germain,Breton,Besson
Langlois,Rémy,Le Goff,Pelletier,Lévêque,Perrier,Leblanc,Barré,Lebrun,Marchal,Weber
Mallet,Hamon,Boulanger,Jacob,Monnier,Michaud,Rodriguez,Guichard,Gillet,Étienne,Grondin
Poulain,Tessier,Chevallier,Collin,Chauvin,Da Silva,Bouchet,Gay,Lemaître,Bénard,Maréchal
Humbert,Reynaud,Antoine,Hoarau,Perret,Barthélemy,Cordier,Pichon,Lejeune,Gilbert,Lamy
Delaunay,Pasquier,Carlier,Laporte,Diallo,Traoré,Nguyen,Haddad,Benali,Cohen,Ferreira
Rossi,Nowak,Sow,Kaya
""")
WOMEN = _parts("""
Marie,Nathalie,Isabelle,Sylvie,Catherine,Françoise,Christine,Monique,Valérie,Sandrine
Stéphanie,Véronique,Sophie,Céline,Chantal,Patricia,Anne,Julie,Aurélie,Laurence
Christelle,Dominique,Émilie,Caroline,Élodie,Corinne,Camille,Laura,Virginie,Hélène,Léa
Manon,Chloé,Sarah,Lucie,Mathilde,Inès,Zoé,Alice,Louise,Jade,Anaïs,Clémence,Élise,Fanny
Noémie,Océane,Pauline,Romane,Agathe,Amina,Fatou,Leïla,Yasmine,Mai-Linh,Anne-Laure,Marie-Claire,Maëlle,Solène,Gwenaëlle
""")
MEN = _parts("""
Jean,Philippe,Michel,Alain,Patrick,Nicolas,Christophe,Pierre,Christian,Éric,Frédéric
Laurent,Stéphane,David,Pascal,Daniel,Alexandre,Julien,Thierry,Olivier,Bernard,Thomas
Sébastien,Gérard,Didier,Vincent,Dominique,François,Bruno,Guillaume,Jérôme,Antoine,Maxime
Mathieu,Romain,Hugo,Lucas,Louis,Gabriel,Arthur,Raphaël,Adam,Paul,Théo,Noah,Clément
Baptiste,Quentin,Benoît,Rémi,Karim,Mehdi,Mamadou,Yanis,Loïc,Erwan,Jean-Marc,Jean-Baptiste,Étienne,Gaël
""")


class FirmNames:
    """Names of firms, each with its line of business: the one at a place is always the same.

    All differ up to about a million; later ones come again.
    """

    def __init__(self, rng: random.Random) -> None:
        self._roots = [head + tail for head in _HEADS for tail in _TAILS]
        self._forms = [(trade, pattern) for trade in TRADES for pattern in trade.patterns]
        rng.shuffle(self._roots)
        rng.shuffle(self._forms)
        self._count = len(self._roots) * len(self._forms)

    def at(self, index: int) -> tuple[str, Trade]:
        """The name at that place, and what the firm does."""
        turn, place = divmod(index, self._count)
        root = self._roots[place % len(self._roots)]
        # Each round of the roots starts one form further: neighbours differ in both parts.
        form = place // len(self._roots) + place
        trade, pattern = self._forms[form % len(self._forms)]
        return pattern.format(root) + _TURNS[turn % len(_TURNS)], trade


_ASCII = str.maketrans(
    "àâäéèêëîïôöùûüçÀÂÄÉÈÊËÎÏÔÖÙÛÜÇ ’'", "aaaeeeeiioouuucAAAEEEEIIOOUUUC---", ".,&"
)


def slug(text: str) -> str:
    """The text as part of an address: small letters without accents, hyphens between words."""
    return text.translate(_ASCII).lower()
