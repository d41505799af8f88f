"""The loyalty card: a tab with its points, a form, an action, a figure, a pinned balance."""

from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from example_loyalty.models import Points
from example_loyalty.routes import router
from onglet.api import (
    N_,
    Action,
    Ask,
    Badge,
    Done,
    Figure,
    Form,
    FormState,
    Panel,
    Period,
    Pin,
    PinValue,
    Plugin,
    Reach,
    Record,
    Right,
    Routers,
    Statistic,
    StatisticAsk,
    Tab,
    Unit,
    Work,
    _,
    hookimpl,
)

WELCOME = 50
READ = "loyalty.points.read"
EDIT = "loyalty.points.edit"


def balance(ask: Ask, client_id: int) -> int:
    """Give the points on the card."""
    total = ask.session.scalar(select(func.sum(Points.points)).where(Points.client_id == client_id))
    return total or 0


def draw(record: Record) -> Panel:
    """Draw the card: its balance, the form, its movements."""
    rows = record.session.execute(
        select(Points.points, Points.reason, Points.at)
        .where(Points.client_id == record.client.id)
        .order_by(Points.at.desc(), Points.id.desc())
        .limit(50)
    ).all()
    html = record.render(
        "loyalty/tab.html",
        rows=rows,
        balance=balance(record, record.client.id),
        may_edit=record.may_here(EDIT).allowed,
        form=FormState(),
        target=record.href("loyalty", "points"),
    )
    return Panel(html=html)


def badge(record: Record) -> Badge | None:
    """Show the balance beside the tab."""
    points = balance(record, record.client.id)
    return Badge(count=points) if points > 0 else None


def pinned(record: Record) -> PinValue:
    """Give the balance for the strip."""
    return PinValue(text=str(balance(record, record.client.id)))


def within(record: Record, period: Period) -> Decimal:
    """Add up the points of a period, in the reader's days."""
    zone = ZoneInfo(record.actor.zone)
    start = datetime.combine(period.start_on, time.min, zone)
    end = datetime.combine(period.end_on, time.max, zone)
    total = record.session.scalar(
        select(func.sum(Points.points)).where(
            Points.client_id == record.client.id, Points.at >= start, Points.at <= end
        )
    )
    return Decimal(total or 0)


def earned(asked: StatisticAsk) -> Figure:
    """Give the points of the period and of the one before."""
    return Figure(
        value=within(asked.record, asked.period),
        previous=within(asked.record, asked.previous),
        rows_href=asked.record.href("loyalty"),
        formula=N_("Sum of the points of the period."),
    )


def welcome(work: Work, record: Record, form: Form) -> Done:
    """Give the points of welcome, once."""
    work.session.add(
        Points(client_id=record.client.id, points=WELCOME, reason=_("Welcome"), at=work.now)
    )
    return Done(message=_("Points of welcome given."), href=record.href("loyalty"))


def is_new(record: Record) -> bool:
    """Tell whether the card has no movement yet."""
    return not record.session.scalar(
        select(Points.id).where(Points.client_id == record.client.id).limit(1)
    )


class Loyalty(Plugin):
    """What the loyalty card brings."""

    name = "loyalty"
    label = N_("Loyalty")

    @hookimpl
    def onglet_rights(self) -> Iterable[Right]:
        """Reading and changing the card."""
        yield Right(
            object="loyalty.points",
            action="read",
            label=N_("See the loyalty card"),
            default=Reach.SHARED,
        )
        yield Right(
            object="loyalty.points",
            action="edit",
            label=N_("Give loyalty points"),
            default=Reach.OWN,
        )

    @hookimpl
    def onglet_tabs(self) -> Iterable[Tab]:
        """The card."""
        yield Tab(
            slug="loyalty",
            label=N_("Loyalty"),
            icon="star",
            order=600,
            right=READ,
            render=draw,
            badge=badge,
        )

    @hookimpl
    def onglet_actions(self) -> Iterable[Action]:
        """Points of welcome."""
        yield Action(
            key="loyalty.welcome",
            label=N_("Give the points of welcome"),
            icon="star",
            right=EDIT,
            order=600,
            run=welcome,
            when=is_new,
        )

    @hookimpl
    def onglet_statistics(self) -> Iterable[Statistic]:
        """Points of the period."""
        yield Statistic(
            key="loyalty.earned",
            label=N_("Loyalty points"),
            unit=Unit.COUNT,
            right=READ,
            order=600,
            compute=earned,
        )

    @hookimpl
    def onglet_pins(self) -> Iterable[Pin]:
        """The balance."""
        yield Pin(
            key="loyalty.balance",
            label=N_("Loyalty points"),
            icon="star",
            right=READ,
            read=pinned,
        )

    @hookimpl
    def onglet_routers(self) -> Routers:
        """The form's address."""
        return Routers(client=router)
