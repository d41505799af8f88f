"""The page to compare with: the same statements and the same HTML, in plain Core and Jinja.

What a page of Onglet asks of the database and hands to its templates is written down once; the
hand-written page then runs these statements through Core, compiled beforehand, and draws these
templates, and nothing else: no sign-in to check, no rights, no registry, no unit of work.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.util import immutabledict
from starlette.responses import HTMLResponse

from onglet.ui.i18n import speaking
from onglet.ui.templating import Interface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from onglet.host.host import Host

EMPTY: Any = immutabledict()
ENDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Statement:
    """One statement as Core compiled it, with its values; or as it was written for the driver."""

    sql: str
    parameters: Any
    context: Any

    def run(self, connection: Connection) -> None:
        if self.context is None or self.context.compiled is None:
            connection.exec_driver_sql(self.sql, self.parameters).fetchall()
            return
        # No public door runs what is compiled already.
        run: Any = connection._execute_context
        context, dialect = self.context, connection.dialect
        run(
            dialect,
            dialect.execution_ctx_cls._init_compiled,
            context.compiled,
            [],
            EMPTY,
            context.compiled,
            [],
            context.invoked_statement,
            context.extracted_parameters,
            param_dict=None,
        ).fetchall()


@dataclass
class Recording:
    """The statements of a page, and what its templates were given."""

    statements: list[Statement] = field(default_factory=list)
    templates: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def recording(host: Host) -> Iterator[Recording]:
    found = Recording()
    drawn = Interface.render

    def note(
        _connection: Any, _cursor: Any, sql: str, parameters: Any, context: Any, _many: bool
    ) -> None:
        if sql.startswith(ENDS):
            return
        found.statements.append(Statement(sql, parameters, context))

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


def application(host: Host, recorded: Recording) -> FastAPI:
    """An application that has this page, at `/page`, and nothing else."""
    app = FastAPI()
    templates = [
        (host.interface.environment.get_template(name), context)
        for name, context in recorded.templates
    ]

    @app.get("/page")
    def page() -> HTMLResponse:
        with host.database.reads.connect() as connection:
            for statement in recorded.statements:
                statement.run(connection)
        html = ""
        with speaking(locale="fr"):
            for template, context in templates:
                html = template.render(**context)
        return HTMLResponse(html)

    return app
