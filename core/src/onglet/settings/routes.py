"""The settings: their home, the firm, and the pages that plugins declare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from onglet.accounts.choices import zones
from onglet.accounts.rejected import Rejected
from onglet.clients.legal_form import choices as legal_forms
from onglet.clients.legal_form import shown
from onglet.contributions import Ask, Setting, SettingsPage
from onglet.host.host import Host
from onglet.host.names import package_of
from onglet.host.registry import Placed
from onglet.nomenclature import countries
from onglet.settings import company, service
from onglet.settings.crumbs import HOME, settings_crumbs
from onglet.settings.drawing import CLEAR, Read, draw_fields, held_state, read_fields
from onglet.settings.logo import TYPE, store_logo
from onglet.storage import InvalidKey, ObjectMissing
from onglet.ui.forms import FormState
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of, voice
from onglet.ui.reading import Form, form_with_files
from onglet.ui.views import Option
from onglet.web import (
    CurrentAsk,
    CurrentForm,
    CurrentHost,
    CurrentWork,
    NotFound,
    Refused,
    UnitRoute,
    needs,
    see_other,
    show,
    signed_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A page of the settings as their home shows it."""

    label: str
    icon: str
    href: str
    plugin: str
    note: str


router = APIRouter(route_class=UnitRoute)
EDIT = [needs("core.settings.edit")]
COMPANY = f"{HOME}/company"
WITH_LOGO = Depends(form_with_files(1, 6_000_000))


@router.get(HOME, dependencies=[signed_in])
def show_home(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Show a card for each page of the settings that the reader may open."""
    pages = [placed for placed in host.registry().settings_pages if ask.may(placed.item.right)]
    return show(
        request,
        ask,
        "onglet/settings/home.html",
        title=_("Settings"),
        cards=[
            Card(
                label=_said(placed, placed.item.label),
                icon=placed.item.icon,
                href=_href(placed.item),
                plugin=_plugin(host, placed),
                note=_said(placed, placed.item.note) if placed.item.note else "",
            )
            for placed in pages
        ],
    )


@router.get(COMPANY, dependencies=EDIT)
def show_company(request: Request, ask: CurrentAsk, host: CurrentHost) -> Response:
    """Show what the firm is."""
    placed = _placed(host, _company_keys(host))
    f = held_state(ask, placed)
    form = str(f.data.get("core.company_legal_form") or "")
    held = {key: company.shown_as(key, value) for key, value in f.data.items()}
    data = {**held, "core.company_legal_form": shown(form, voice().locale) if form else ""}
    return _company(request, ask, host, FormState(data=data, key="s"))


@router.post(COMPANY, dependencies=EDIT)
def save_company(
    request: Request, work: CurrentWork, host: CurrentHost, form: Form = WITH_LOGO
) -> Response:
    """Keep what the firm is, and its logo."""
    read = read_fields(host, _placed(host, _company_keys(host)), form)
    state = read.state
    values = {
        key: company.kept_as(key, value) if isinstance(value, str) else value
        for key, value in read.values.items()
    }
    if not state.failed:
        for key, said in company.contradictions({k: str(v or "") for k, v in values.items()}):
            state = state.with_error(key, said)
    if not state.failed:
        try:
            values |= _logo(host, form)
        except Rejected as fault:
            state = fault.on(state)
    if state.failed:
        return _company(request, work, host, state, status=422)
    service.set_many(work, values)
    return see_other(request, COMPANY, message=_("The company is up to date."))


@router.get("/company/logo/{key}", dependencies=[signed_in])
def show_logo(ask: CurrentAsk, host: CurrentHost, key: str) -> Response:
    """Give the firm's logo. Its key changes with it, so a browser keeps it."""
    if not key or ask.setting(company.LOGO) != key:
        raise NotFound
    try:
        with host.storage.open(key) as picture:
            data = picture.read()
    except (ObjectMissing, InvalidKey):
        raise NotFound from None
    return Response(
        data, media_type=TYPE, headers={"Cache-Control": "private, max-age=31536000, immutable"}
    )


@router.get(f"{HOME}/pages/{{key}}", dependencies=[signed_in])
def show_page(request: Request, ask: CurrentAsk, host: CurrentHost, key: str) -> Response:
    """Show the settings that a plugin declares."""
    page = _page(ask, host, key)
    return _drawn(request, ask, host, page, held_state(ask, _placed(host, page.item.settings)))


@router.post(f"{HOME}/pages/{{key}}", dependencies=[signed_in])
def save_page(
    request: Request, work: CurrentWork, host: CurrentHost, form: CurrentForm, key: str
) -> Response:
    """Keep the settings that a plugin declares."""
    page = _page(work, host, key)
    read: Read = read_fields(host, _placed(host, page.item.settings), form)
    if read.state.failed:
        return _drawn(request, work, host, page, read.state, status=422)
    service.set_many(work, read.values, secrets=read.secrets)
    message = _("%(name)s is up to date.", name=_said(page, page.item.label))
    return see_other(request, _href(page.item), message=message)


def _page(ask: Ask, host: Host, key: str) -> Placed[SettingsPage]:
    """Give a page that its plugin lets the core draw, to whoever may open it.

    Raises:
        NotFound: there is none.
        Refused: the reader lacks its right.
    """
    for placed in host.registry().settings_pages:
        if placed.item.key == key and not placed.item.href:
            verdict = ask.access.may(placed.item.right)
            if not verdict.allowed:
                raise Refused(verdict)
            return placed
    raise NotFound


def _placed(host: Host, keys: Sequence[str]) -> list[Placed[Setting]]:
    found = [host.registry().setting(key) for key in keys]
    return [placed for placed in found if placed is not None]


def _company_keys(host: Host) -> list[str]:
    mask = [company.MASK] if host.registry().setting(company.MASK) else []
    return [*(setting.key for setting in company.ALL), *mask]


def _logo(host: Host, form: Form) -> dict[str, Any]:
    """Give the setting of a logo that was sent or taken away; nothing when it stays."""
    sent = [upload for upload in form.files.get("logo", ()) if upload.filename]
    if sent:
        return {company.LOGO: store_logo(host.storage, sent[0].file)}
    return {company.LOGO: None} if form.get(CLEAR + "logo") else {}


def _href(page: SettingsPage) -> str:
    return page.href or f"{HOME}/pages/{page.key}"


def _said(placed: Placed[Any], text: str) -> str:
    return gettext_of(package_of(placed.plugin), text)


def _plugin(host: Host, placed: Placed[Any]) -> str:
    """Name the plugin that a page comes from; the core's own pages need no name."""
    loaded = host.plugin(placed.plugin)
    return _said(placed, loaded.label) if loaded and placed.plugin != "core" else ""


def _drawn(
    request: Request,
    ask: Ask,
    host: Host,
    page: Placed[SettingsPage],
    f: FormState,
    *,
    status: int = 200,
) -> Response:
    title, plugin = _said(page, page.item.label), _plugin(host, page)
    return show(
        request,
        ask,
        "onglet/settings/page.html",
        title=title,
        crumbs=settings_crumbs(title),
        status=status,
        f=f,
        action=_href(page.item),
        fields=draw_fields(ask, _placed(host, page.item.settings)),
        note=_said(page, page.item.note) if page.item.note else plugin if plugin != title else "",
    )


def _company(
    request: Request, ask: Ask, host: Host, f: FormState, *, status: int = 200
) -> Response:
    placed = _placed(host, _company_keys(host))
    language = voice().locale
    logo = str(ask.setting(company.LOGO) or "")
    return show(
        request,
        ask,
        "onglet/settings/company.html",
        title=_("Our company"),
        crumbs=settings_crumbs(_("Our company")),
        status=status,
        f=f,
        fields={field.key: field for field in draw_fields(ask, placed)},
        legal_forms=[
            Option(value=text, label=also or text) for text, also in legal_forms(language)
        ],
        countries=[Option(value=one.code, label=one.label(language)) for one in countries],
        zones=zones(),
        logo=f"/company/logo/{logo}" if logo else "",
    )
