"""Where a package (the core or a plugin) keeps what people see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onglet.ui.i18n import plugin_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class UiPackage:
    """A package's name and folder; the rooms in it are `templates`, `static`, `icons`, `locale`.

    `name` is the template prefix, the part of the address under `/static/`, and with `onglet_`
    in front the gettext domain. A room that is not there is simply empty.
    """

    name: str
    folder: Path

    @property
    def templates(self) -> Path:
        """The folder of its templates: `templates/onglet` for the core."""
        inner = self.folder / "templates" / self.name
        return inner if inner.is_dir() else self.folder / "templates"

    @property
    def static(self) -> Path:
        """The folder served under `/static/<name>/<hash>/`."""
        return self.folder / "static"

    @property
    def icons(self) -> Path:
        """The folder of its own SVG icons, each known as `<name>-<file stem>`."""
        return self.folder / "icons"

    @property
    def locale(self) -> Path:
        """The folder of its translations."""
        return self.folder / "locale"

    @property
    def domain(self) -> str:
        """Its gettext domain."""
        return plugin_domain(self.name)


CORE = UiPackage(name="onglet", folder=Path(__file__).parent.parent)
