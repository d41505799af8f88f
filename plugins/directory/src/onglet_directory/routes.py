"""Addresses of the directory: search and pick while creating, completion, figures typed by hand."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from onglet.api import (
    ClashError,
    CurrentAsk,
    CurrentForm,
    CurrentRecord,
    CurrentWork,
    FieldRefusedError,
    FormState,
    Routers,
    UnitRoute,
    _,
    check,
    fragment,
    needs,
    see_other,
    show,
)
from onglet_directory import asking, completion, picking, service
from onglet_directory.comparison import choose_establishment
from onglet_directory.figure_form import FigureForm
from onglet_directory.port import DirectoryError

CREATE = needs("core.client.create")
EDIT = needs("core.client.edit")
TYPE_RIGHT = "directory.figures.edit"
TYPE = needs(TYPE_RIGHT)
SEARCH = "/directory/search"

plugin = APIRouter(route_class=UnitRoute)
client = APIRouter(route_class=UnitRoute)


@plugin.get("/search", dependencies=[CREATE])
def search(
    request: Request, ask: CurrentAsk, q: str = "", postcode: str = "", page: int = 1
) -> Response:
    """Search the directory while creating: the page, or its results alone for the form."""
    found = asking.search(ask, q, postcode, page)
    context = completion.results(ask, found, _pick_href, SEARCH)
    if request.headers.get("HX-Request-Type") != "partial":
        title = _("Company directory")
        return show(request, ask, "directory/search.html", title=title, **context)
    # The creation form takes search and results; the search takes results alone.
    alone = request.headers.get("HX-Target", "").endswith("directory-results")
    return fragment("directory/results.html" if alone else "directory/slot.html", **context)


@plugin.get("/pick/{number}", dependencies=[CREATE])
def pick(request: Request, ask: CurrentAsk, number: str) -> Response:
    """Fill the creation form with a firm: as JSON for the form beside, else by a link to it."""
    picked = picking.pick(ask, number[:14])
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(picked.as_json())
    if picked.error is not None:
        searched = asking.Searched(text=number[:14], postcode="", page=1, error=picked.error)
        context = completion.results(ask, searched, _pick_href, SEARCH)
        title = _("Company directory")
        return show(request, ask, "directory/search.html", title=title, **context)
    if not picked.notice:
        return RedirectResponse(picked.href, 303)
    title = _("Company directory")
    return show(
        request, ask, "directory/partial.html", title=title, href=picked.href, notice=picked.notice
    )


@client.get("/completion", dependencies=[EDIT])
def open_completion(
    request: Request,
    record: CurrentRecord,
    number: str = "",
    q: str = "",
    postcode: str = "",
    page: int = 1,
) -> Response:
    """Show the record beside the directory, or a search when the firm is not known yet."""
    asked = number or ("" if q else completion.number_of(record))
    if not asked:
        return _completion_search(request, record, q, postcode, page)
    found = asking.consult(record, asked)
    if isinstance(found, DirectoryError):
        return _completion_search(request, record, q, postcode, page, error=found)
    context = completion.beside(record, found.facts, asked, found.silent)
    return _completion(request, record, context)


@client.post("/completion", dependencies=[EDIT])
def complete(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Write the ticked fields, from the answer that was shown: nobody is asked again."""
    sent = completion.read(form)
    facts = asking.opened(work).recall(sent.number) if sent.number else None
    if facts is None or facts.origin.fetched_at.isoformat() != sent.fetched_at:
        note = _("The directory has answered anew since: look at the values again.")
        return _completion(request, record, completion.again(record, sent.number, note), 409)
    place = choose_establishment(facts, sent.siret)
    try:
        with work.session.begin_nested():
            done = service.complete(
                work,
                record.client.id,
                facts,
                place,
                ticked=sent.ticked,
                with_figures=sent.with_figures and record.may(TYPE_RIGHT),
                seen=sent.seen,
            )
    except ClashError:
        note = _("A colleague changed the same fields meanwhile: look at the values again.")
        context = completion.beside(record, facts, sent.number, (), note=note)
        return _completion(request, record, context, 409)
    except FieldRefusedError as refusal:
        context = completion.beside(record, facts, sent.number, (), note=refusal.message)
        return _completion(request, record, context, 422)
    return see_other(request, completion.after(record, done), message=completion.told(done))


@client.get("/figures/new", dependencies=[TYPE])
def new_figures(request: Request, record: CurrentRecord) -> Response:
    """Show the form for figures of a year that somebody knows."""
    return _figure_form(request, record, FormState(data={"year": record.today.year - 1}))


@client.post("/figures/new", dependencies=[TYPE])
def type_figures(
    request: Request, work: CurrentWork, record: CurrentRecord, form: CurrentForm
) -> Response:
    """Keep the figures that were typed, as a source of their own."""
    read, state = check(FigureForm, form)
    if read is None:
        return _figure_form(request, record, state, 422)
    if read.turnover is None and read.result is None:
        message = _("Give turnover, net result, or both: leave empty what is unknown.")
        return _figure_form(request, record, state.with_error("turnover", message), 422)
    service.type_figures(
        work, record.client.id, year=read.year, turnover=read.turnover, result=read.result
    )
    message = _("Figures of %(year)s kept.", year=str(read.year))
    return see_other(request, record.href("directory-finances"), message=message)


@client.post("/figures/{year}/delete", dependencies=[TYPE])
def delete_figures(
    request: Request, work: CurrentWork, record: CurrentRecord, year: int
) -> Response:
    """Delete figures that were typed; those of a register stay."""
    deleted = service.delete_typed_figures(work, record.client.id, year)
    message = (
        _("Typed figures of %(year)s deleted.", year=str(year))
        if deleted
        else _("There were no typed figures for %(year)s.", year=str(year))
    )
    return see_other(request, record.href("directory-finances"), message=message)


def routers() -> Routers:
    """The addresses of the plugin."""
    return Routers(client=client, plugin=plugin)


def _pick_href(number: str) -> str:
    return f"/directory/pick/{number}"


def _completion_search(
    request: Request,
    record: CurrentRecord,
    q: str,
    postcode: str,
    page: int,
    error: DirectoryError | None = None,
) -> Response:
    context = completion.searching(record, q, postcode, page, error)
    return _completion(request, record, context)


def _completion(
    request: Request, record: CurrentRecord, context: dict[str, Any], status: int = 200
) -> Response:
    return show(
        request,
        record,
        "directory/completion.html",
        title=_("Complete from the company directory"),
        status=status,
        record=record,
        **context,
    )


def _figure_form(
    request: Request, record: CurrentRecord, state: FormState, status: int = 200
) -> Response:
    return show(
        request,
        record,
        "directory/figure.html",
        title=_("Add a year"),
        status=status,
        record=record,
        f=state,
    )
