"""Every table of the core, imported so that the metadata is whole (migrations, checks)."""

from onglet.accounts import models as accounts
from onglet.addresses import models as addresses
from onglet.clients import models as clients
from onglet.clients import search_models as search
from onglet.consent import models as consent
from onglet.contacts import models as contacts
from onglet.fields import models as fields
from onglet.history import models as history
from onglet.host import models as host
from onglet.rights import models as rights
from onglet.score import models as score
from onglet.settings import models as settings
from onglet.sharing import models as sharing
from onglet.work import models as work

__all__ = [
    "accounts",
    "addresses",
    "clients",
    "consent",
    "contacts",
    "fields",
    "history",
    "host",
    "rights",
    "score",
    "search",
    "settings",
    "sharing",
    "work",
]
