"""The leak walk: everything that a deployment answers, asked by everybody about what is another's.

A plugin's author runs it on a deployment of their own:

    def test_nothing_leaks(deployment):
        assert_no_leaks(deployment(Loyalty()))
"""

from onglet.testing.leaks.marks import Place
from onglet.testing.leaks.report import Leak, Report, Sin
from onglet.testing.leaks.walking import assert_no_leaks, walk
from onglet.testing.leaks.world import Fill, Mark

__all__ = ["Fill", "Leak", "Mark", "Place", "Report", "Sin", "assert_no_leaks", "walk"]
