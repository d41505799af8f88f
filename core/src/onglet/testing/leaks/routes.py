"""Every address of an application with its whole path, those of included routers with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route, compile_path

from onglet.web.gates import PublicGate, RightGate, gates_of
from onglet.web.route import SAFE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PARAMETER: Final = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address as the application declares it: `/clients/{client_id}/-/edit`, with its method."""

    method: str
    path: str
    route: BaseRoute

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name what the path holds a place for."""
        return tuple(PARAMETER.findall(self.path))

    @property
    def others(self) -> tuple[str, ...]:
        """Name the places of the path besides the client's."""
        return tuple(name for name in self.parameters if name != "client_id")

    @property
    def is_safe(self) -> bool:
        """Tell whether the address only reads."""
        return self.method in SAFE

    @property
    def rights(self) -> tuple[str, ...]:
        """Name the rights that the address asks for."""
        if not isinstance(self.route, APIRoute):
            return ()
        return tuple(gate.right for gate in gates_of(self.route) if isinstance(gate, RightGate))

    @property
    def is_public(self) -> bool:
        """Tell whether the address is open to all."""
        route = self.route
        return isinstance(route, APIRoute) and any(
            isinstance(gate, PublicGate) for gate in gates_of(route)
        )

    @property
    def queries(self) -> tuple[str, ...]:
        """Name what the address declares to read after the `?`."""
        if not isinstance(self.route, APIRoute):
            return ()
        return tuple(field.alias for field in self.route.dependant.query_params)

    @property
    def body(self) -> Any:
        """Give the type of the JSON that the address declares to read, None without."""
        field = getattr(self.route, "body_field", None)
        return getattr(getattr(field, "field_info", None), "annotation", None)

    def fill(self, **values: str) -> str:
        """Give the path with its places filled."""
        return PARAMETER.sub(lambda match: values[match[1]], self.path)

    def matches(self, path: str) -> bool:
        """Tell whether a path is one of this address."""
        return compile_path(self.path)[0].fullmatch(path) is not None

    def read(self, path: str) -> dict[str, str]:
        """Give what stands in the places of a path of this address."""
        found = compile_path(self.path)[0].fullmatch(path)
        return found.groupdict() if found else {}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def addresses(app: Any) -> list[Address]:
    """List every address of an application, once for each method."""
    return [*_walk(app.routes, "")]


def _walk(routes: Iterable[BaseRoute], prefix: str) -> Iterator[Address]:
    for route in routes:
        router: Any = getattr(route, "original_router", None)
        if router is not None:
            context: Any = getattr(route, "include_context", None)
            yield from _walk(router.routes, prefix + getattr(context, "prefix", ""))
        elif isinstance(route, Mount):
            continue  # files of packages: the same for everybody
        elif isinstance(route, Route):
            path = prefix + route.path
            for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Address(method=method, path=path or "/", route=route)
