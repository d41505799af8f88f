"""Real towns with their postcode and INSEE code, and streets that nobody lives in."""

from __future__ import annotations

from typing import NamedTuple


class Town(NamedTuple):
    """A town: its company register, the group of the demo that serves it, its telephone zone."""

    name: str
    postcode: str
    commune_code: str
    latitude: float
    longitude: float
    registry: str
    area: str
    phone_zone: str


TOWNS = (
    Town("Lyon", "69003", "69383", 45.7597, 4.8500, "Lyon", "lyon", "4"),
    Town("Lyon", "69007", "69387", 45.7338, 4.8374, "Lyon", "lyon", "4"),
    Town("Lyon", "69009", "69389", 45.7764, 4.8050, "Lyon", "lyon", "4"),
    Town("Villeurbanne", "69100", "69266", 45.7719, 4.8902, "Lyon", "lyon", "4"),
    Town("Vénissieux", "69200", "69259", 45.6977, 4.8867, "Lyon", "lyon", "4"),
    Town("Bron", "69500", "69029", 45.7386, 4.9130, "Lyon", "lyon", "4"),
    Town("Caluire-et-Cuire", "69300", "69034", 45.7953, 4.8467, "Lyon", "lyon", "4"),
    Town("Grenoble", "38000", "38185", 45.1885, 5.7245, "Grenoble", "lyon", "4"),
    Town("Saint-Étienne", "42000", "42218", 45.4397, 4.3872, "Saint-Étienne", "lyon", "4"),
    Town("Chambéry", "73000", "73065", 45.5646, 5.9178, "Chambéry", "lyon", "4"),
    Town("Annecy", "74000", "74010", 45.8992, 6.1294, "Annecy", "lyon", "4"),
    Town("Valence", "26000", "26362", 44.9334, 4.8924, "Romans", "lyon", "4"),
    Town("Bourg-en-Bresse", "01000", "01053", 46.2052, 5.2255, "Bourg-en-Bresse", "lyon", "4"),
    Town("Clermont-Ferrand", "63000", "63113", 45.7772, 3.0870, "Clermont-Ferrand", "lyon", "4"),
    Town("Dijon", "21000", "21231", 47.3220, 5.0415, "Dijon", "lyon", "3"),
    Town("Besançon", "25000", "25056", 47.2378, 6.0241, "Besançon", "lyon", "3"),
    Town("Avignon", "84000", "84007", 43.9493, 4.8055, "Avignon", "lyon", "4"),
    Town("Marseille", "13006", "13206", 43.2860, 5.3800, "Marseille", "lyon", "4"),
    Town("Aix-en-Provence", "13100", "13001", 43.5297, 5.4474, "Aix-en-Provence", "lyon", "4"),
    Town("Nice", "06000", "06088", 43.7102, 7.2620, "Nice", "lyon", "4"),
    Town("Toulon", "83000", "83137", 43.1242, 5.9280, "Toulon", "lyon", "4"),
    Town("Nîmes", "30000", "30189", 43.8367, 4.3601, "Nîmes", "lyon", "4"),
    Town("Montpellier", "34000", "34172", 43.6108, 3.8767, "Montpellier", "lyon", "4"),
    Town("Perpignan", "66000", "66136", 42.6887, 2.8948, "Perpignan", "lyon", "4"),
    Town("Paris", "75002", "75102", 48.8682, 2.3443, "Paris", "paris", "1"),
    Town("Paris", "75010", "75110", 48.8760, 2.3600, "Paris", "paris", "1"),
    Town("Paris", "75011", "75111", 48.8594, 2.3791, "Paris", "paris", "1"),
    Town("Paris", "75015", "75115", 48.8417, 2.3003, "Paris", "paris", "1"),
    Town("Paris", "75018", "75118", 48.8925, 2.3444, "Paris", "paris", "1"),
    Town("Boulogne-Billancourt", "92100", "92012", 48.8352, 2.2410, "Nanterre", "paris", "1"),
    Town("Nanterre", "92000", "92050", 48.8924, 2.2071, "Nanterre", "paris", "1"),
    Town("Montreuil", "93100", "93048", 48.8638, 2.4485, "Bobigny", "paris", "1"),
    Town("Créteil", "94000", "94028", 48.7904, 2.4556, "Créteil", "paris", "1"),
    Town("Versailles", "78000", "78646", 48.8049, 2.1204, "Versailles", "paris", "1"),
    Town("Évry-Courcouronnes", "91000", "91228", 48.6239, 2.4290, "Évry", "paris", "1"),
    Town("Cergy", "95000", "95127", 49.0365, 2.0761, "Pontoise", "paris", "1"),
    Town("Melun", "77000", "77288", 48.5399, 2.6608, "Melun", "paris", "1"),
    Town("Lille", "59000", "59350", 50.6365, 3.0635, "Lille Métropole", "paris", "3"),
    Town("Amiens", "80000", "80021", 49.8942, 2.2957, "Amiens", "paris", "3"),
    Town("Reims", "51100", "51454", 49.2583, 4.0317, "Reims", "paris", "3"),
    Town("Metz", "57000", "57463", 49.1193, 6.1757, "Metz", "paris", "3"),
    Town("Nancy", "54000", "54395", 48.6921, 6.1844, "Nancy", "paris", "3"),
    Town("Strasbourg", "67000", "67482", 48.5734, 7.7521, "Strasbourg", "paris", "3"),
    Town("Orléans", "45000", "45234", 47.9029, 1.9039, "Orléans", "paris", "2"),
    Town("Nantes", "44000", "44109", 47.2184, -1.5536, "Nantes", "nantes", "2"),
    Town("Nantes", "44300", "44109", 47.2560, -1.5190, "Nantes", "nantes", "2"),
    Town("Saint-Herblain", "44800", "44162", 47.2116, -1.6496, "Nantes", "nantes", "2"),
    Town("Rezé", "44400", "44143", 47.1906, -1.5695, "Nantes", "nantes", "2"),
    Town("Saint-Nazaire", "44600", "44184", 47.2735, -2.2138, "Saint-Nazaire", "nantes", "2"),
    Town("Angers", "49000", "49007", 47.4784, -0.5632, "Angers", "nantes", "2"),
    Town("Le Mans", "72000", "72181", 48.0061, 0.1996, "Le Mans", "nantes", "2"),
    Town("Laval", "53000", "53130", 48.0700, -0.7700, "Laval", "nantes", "2"),
    Town("Rennes", "35000", "35238", 48.1173, -1.6778, "Rennes", "nantes", "2"),
    Town("Saint-Malo", "35400", "35288", 48.6493, -2.0257, "Saint-Malo", "nantes", "2"),
    Town("Brest", "29200", "29019", 48.3904, -4.4861, "Brest", "nantes", "2"),
    Town("Quimper", "29000", "29232", 47.9960, -4.0969, "Quimper", "nantes", "2"),
    Town("Vannes", "56000", "56260", 47.6582, -2.7608, "Vannes", "nantes", "2"),
    Town("Lorient", "56100", "56121", 47.7483, -3.3702, "Lorient", "nantes", "2"),
    Town("La Roche-sur-Yon", "85000", "85191", 46.6705, -1.4264, "La Roche-sur-Yon", "nantes", "2"),
    Town("Caen", "14000", "14118", 49.1829, -0.3707, "Caen", "nantes", "2"),
    Town("Rouen", "76000", "76540", 49.4431, 1.0993, "Rouen", "nantes", "2"),
    Town("Tours", "37000", "37261", 47.3941, 0.6848, "Tours", "nantes", "2"),
    Town("Poitiers", "86000", "86194", 46.5802, 0.3404, "Poitiers", "nantes", "5"),
    Town("La Rochelle", "17000", "17300", 46.1603, -1.1511, "La Rochelle", "nantes", "5"),
    Town("Limoges", "87000", "87085", 45.8336, 1.2611, "Limoges", "nantes", "5"),
    Town("Bordeaux", "33000", "33063", 44.8378, -0.5792, "Bordeaux", "nantes", "5"),
    Town("Toulouse", "31000", "31555", 43.6047, 1.4442, "Toulouse", "nantes", "5"),
    Town("Pau", "64000", "64445", 43.2951, -0.3708, "Pau", "nantes", "5"),
    Town("Bayonne", "64100", "64102", 43.4933, -1.4748, "Bayonne", "nantes", "5"),
)

STREETS = tuple(
    f"{way} {name}"
    for way, names in {
        "rue": (
            "des Trois Lanternes,du Moulin Bleu,des Verriers d’Argent,de la Cigale Rouge,"
            "du Puits aux Merles,des Huit Colombes,de l’Horloger Pressé,du Cerf-Volant,"
            "des Marronniers Bleus,de la Boussole d’Or,du Pré aux Lucioles,des Quatre Saveurs,"
            "de la Girouette,du Colporteur,des Tisserands d’Ambre,de la Pomme Dorée"
        ),
        "avenue": (
            "des Grands Ormes Gris,du Phare de Cuivre,des Nuages,de la Loutre,"
            "du Cap aux Mouettes,des Mille Ancres,de l’Alouette Verte,du Vieux Télégraphe"
        ),
        "boulevard": "des Cartographes,de la Comète,des Sept Forges,du Dirigeable",
        "place": "du Marché aux Sabots,de la Fontaine Bavarde,des Saltimbanques,du Hibou",
        "impasse": "du Chat Perché,des Groseilliers,de la Bobine,du Tonnelier",
        "allée": "des Roseaux Blancs,de la Montgolfière,des Hirondelles,du Renard Bleu",
        "chemin": "des Ruches Hautes,du Bois Chantant,de la Source Perdue,des Meuniers",
        "quai": "des Gabarres,de la Barque Bleue,des Sardiniers",
        "zone artisanale": "du Pré Vert,des Hauts Fourneaux Neufs,de la Plaine aux Lièvres",
    }.items()
    for name in names.split(",")
)

COMPLEMENTS = (
    "Bâtiment A",
    "Bâtiment C, 2e étage",
    "Entrée par la cour",
    "Résidence Les Tilleuls",
    "Hall 4",
    "Local 12",
    "3e étage gauche",
    "Espace Les Docks",
)
