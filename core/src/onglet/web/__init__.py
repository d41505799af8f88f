"""Between HTTP and the unit of work: routes that commit, rights on routes, records found."""

from onglet.web.context import (
    CurrentActor,
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentRecord,
    CurrentVisitor,
    CurrentWork,
    form_with_files,
)
from onglet.web.errors import Conflict, NotFound, Refused
from onglet.web.gates import needs, public, signed_in
from onglet.web.pages import quiet, see_other, show
from onglet.web.route import DoorRoute, OwnUnitsRoute, UnitRoute
from onglet.web.visitor import Visitor

__all__ = [
    "Conflict",
    "CurrentActor",
    "CurrentAsk",
    "CurrentForm",
    "CurrentHost",
    "CurrentRecord",
    "CurrentVisitor",
    "CurrentWork",
    "DoorRoute",
    "NotFound",
    "OwnUnitsRoute",
    "Refused",
    "UnitRoute",
    "Visitor",
    "form_with_files",
    "needs",
    "public",
    "quiet",
    "see_other",
    "show",
    "signed_in",
]
