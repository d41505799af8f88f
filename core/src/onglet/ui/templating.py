"""The one Jinja environment, and `render`.

`onglet/...` names the core's templates, `<plugin>/...` each plugin's. A deployment may put a
folder in front of them all, with the same names in it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from markupsafe import Markup

from onglet import __version__
from onglet.ui import formats, i18n
from onglet.ui.assets import Assets
from onglet.ui.catalogues import catalogues
from onglet.ui.charts import spark_points
from onglet.ui.csrf import csrf_input
from onglet.ui.looks import hue, initials
from onglet.ui.packages import CORE
from onglet.ui.warming import KeptTemplates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onglet.ui.packages import UiPackage


class Interface:
    """Templates, static files and words of the core and of the plugins that are on."""

    def __init__(
        self,
        plugins: Iterable[UiPackage] = (),
        *,
        overrides: Path | None = None,
        named_icons: Iterable[str] = (),
        watch: bool = False,
        kept: Path | None = None,
    ) -> None:
        """Build everything that is built once.

        Args:
            plugins: the plugins' packages, in their order.
            overrides: a deployment's folder of templates, looked at first.
            named_icons: icon names that contributions declare.
            watch: read templates again when they change; for development.
            kept: a folder in which compiled templates stay from one start to the next.
        """
        self.packages = (CORE, *plugins)
        for package in self.packages:
            catalogues.register(package.domain, package.locale)
        self.assets = Assets(self.packages, named_icons=named_icons)
        self.environment = self._environment(overrides, watch=watch, kept=kept)

    def render(self, name: str, **context: object) -> Markup:
        """The template's HTML, spoken in the domain of the package that owns it."""
        owner = name.partition("/")[0]
        with i18n.speaking(domain=i18n.plugin_domain(owner)):
            return Markup(self.environment.get_template(name).render(**context))  # noqa: S704 - autoescaped

    def _environment(
        self, overrides: Path | None, *, watch: bool, kept: Path | None
    ) -> Environment:
        loader: BaseLoader = PrefixLoader(
            {package.name: FileSystemLoader(package.templates) for package in self.packages}
        )
        if overrides is not None:
            loader = ChoiceLoader([FileSystemLoader(overrides), loader])
        made = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=watch,
            cache_size=-1,
            bytecode_cache=KeptTemplates(kept),
            extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        )
        made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
            _template_gettext, _template_ngettext, newstyle=True, pgettext=_template_pgettext
        )
        made.filters.update(formats.HTML_FILTERS)
        made.filters.update(
            hue=hue,
            initials=initials,
            html_spaces=formats.html_spaces,
            spark_points=spark_points,
            groupby_order=_grouped,
        )
        made.globals.update(
            asset=self.assets.url,
            icon_url=self.assets.icon_url,
            css_url=self.assets.css_url,
            csrf_input=csrf_input,
            voice=i18n.voice,
            version=__version__,
            UNKNOWN=formats.UNKNOWN,
        )
        return made


# Jinja fills the placeholders itself, and a message may hold none: no keyword reaches these.
def _template_gettext(message: str) -> str:
    return i18n.gettext(message)


def _template_ngettext(singular: str, plural: str, number: int) -> str:
    spoken = i18n.voice()
    return catalogues.ngettext(spoken.locale, spoken.domain, singular, plural, number)


def _template_pgettext(context: str, message: str) -> str:
    return i18n.pgettext(context, message)


def _grouped(items: Iterable[object], attribute: str) -> list[tuple[object, list[object]]]:
    """Like `groupby`, but the groups keep the order in which they first come."""
    groups: dict[object, list[object]] = {}
    for item in items:
        groups.setdefault(getattr(item, attribute), []).append(item)
    return list(groups.items())


_here: ContextVar[Interface | None] = ContextVar("onglet_interface", default=None)
_installed: list[Interface] = []


def install(interface: Interface) -> None:
    """Make this the interface of the process: what `render` uses from now on."""
    _installed[:] = [interface]


@contextmanager
def showing(interface: Interface) -> Iterator[Interface]:
    """Use another interface for the length of a block: two applications in one process."""
    token = _here.set(interface)
    try:
        yield interface
    finally:
        _here.reset(token)


def interface() -> Interface:
    """The interface in use; the core's alone when none was installed."""
    here = _here.get()
    if here is not None:
        return here
    if not _installed:
        install(Interface())
    return _installed[0]


def render(name: str, /, **context: object) -> Markup:
    """A template's HTML: `render("billing/tab.html", rows=rows)`.

    Raises:
        jinja2.TemplateNotFound: no package has it.
        jinja2.UndefinedError: the template uses something that was not given.
    """
    return interface().render(name, **context)
