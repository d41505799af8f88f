"""Data to show and to measure the product with: a made-up firm, or companies of the register.

Pure: nothing here knows a database. `generate` streams clients, `demo_firm` tells whose they are;
`read_companies` reads an extract of the register, `clients_of` makes clients of its companies.
"""

from __future__ import annotations

from onglet.demo.companies_csv import RegisterFileError, read_companies
from onglet.demo.generator import Scale, generate
from onglet.demo.oddities import said
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
from onglet.demo.register import Establishment, Extract, Observation, Oddity, RegisterCompany
from onglet.demo.register_clients import clients_of
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
    "Establishment",
    "Extract",
    "Observation",
    "Oddity",
    "RegisterCompany",
    "RegisterFileError",
    "Scale",
    "clients_of",
    "demo_firm",
    "generate",
    "read_companies",
    "said",
]
