"""Data to show and to measure the product with: a made-up firm, or companies of the register.

Pure: nothing here knows a database. `generate` streams clients, `demo_firm` tells whose they are.
"""

from __future__ import annotations

from onglet.demo.generator import Scale, generate
from onglet.demo.records import (
    DemoAddress,
    DemoClient,
    DemoConsent,
    DemoContact,
    DemoFirm,
    DemoGroup,
    DemoPerson,
    DemoShare,
    DemoUser,
)
from onglet.demo.team import demo_firm

__all__ = [
    "DemoAddress",
    "DemoClient",
    "DemoConsent",
    "DemoContact",
    "DemoFirm",
    "DemoGroup",
    "DemoPerson",
    "DemoShare",
    "DemoUser",
    "Scale",
    "demo_firm",
    "generate",
]
