"""The page to compare with: the same statements and the same HTML, in plain Core and Jinja.

What a page of Onglet asks of the database and hands to its templates is written down once; the
hand-written page then runs these statements and draws these templates, and nothing else: no
sign-in to check, no rights, no registry, no unit of work.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from sqlalchemy import event
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from onglet.ui.i18n import speaking
from onglet.ui.templating import Interface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.host.host import Host

ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "INSERT", "UPDATE", "DELETE")


@dataclass
class Recording:
    """The statements of a page, and what its templates were given."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    templates: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def recording(host: Host) -> Iterator[Recording]:
    found = Recording()
    drawn = Interface.render

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith(ENDS):
            found.statements.append((statement, parameters))

    def render(self: Interface, name: str, **context: object) -> Any:
        found.templates.append((name, dict(context)))
        return drawn(self, name, **context)

    event.listen(host.database.reads, "before_cursor_execute", note)
    Interface.render = render  # type: ignore[method-assign]
    try:
        yield found
    finally:
        Interface.render = drawn  # type: ignore[method-assign]
        event.remove(host.database.reads, "before_cursor_execute", note)


def browser(host: Host, recorded: Recording) -> TestClient:
    """A browser on an application that only has this page."""
    app = FastAPI()
    environment = host.interface.environment

    @app.get("/page")
    def page() -> HTMLResponse:
        with host.database.reads.connect() as connection:
            for statement, parameters in recorded.statements:
                connection.exec_driver_sql(statement, parameters).fetchall()
        html = ""
        with speaking(locale="fr"):
            for name, context in recorded.templates:
                html = environment.get_template(name).render(**context)
        return HTMLResponse(html)

    return TestClient(app)
