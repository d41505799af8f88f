"""What a job's own code may say while it runs: how far it is, that it goes on, that it gives up.

All of it is harmless outside a job, so a service need not know who called it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from onglet.work.leases import Ending
from onglet.work.plain import plain_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onglet.contributions import Work
    from onglet.work.leases import Claimed, JobEngine

RUN: Final = "onglet_run"


class GiveUp(Exception):
    """Raised by a job that no retry can save; its text is shown to the administrator as it is."""


class LeaseLostError(RuntimeError):
    """The job was cancelled, or another worker has it: what it wrote will be rolled back."""


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of a job in its session, with what it has said so far."""

    claimed: Claimed
    engine: JobEngine
    ending: Ending


def run_of(session: Session) -> Run | None:
    """Give the run that a session serves, None outside a job."""
    run = session.info.get(RUN)
    return run if isinstance(run, Run) else None


def job_number(work: Work) -> int | None:
    """Give the number of the running job, the same at each attempt: it names what is sent out."""
    run = run_of(work.session)
    return run.claimed.id if run else None


def report(work: Work, progress: int, total: int, message: str = "") -> None:
    """Show how far the job is, at once where the database allows it.

    On SQLite a job that has begun to write holds the only lock: the figures then appear with its
    end. A long job shows its way, and lets others write, by `carry_on`.

    Raises:
        LeaseLostError: when the job was cancelled meanwhile: stop, nothing will be kept.
    """
    run = run_of(work.session)
    if run is None:
        return
    run.ending = Ending(progress=progress, total=total, message=message)
    if work.session.get_bind().dialect.name == "sqlite" and work.session.in_transaction():
        return
    lease = run.claimed.lease
    if not run.engine.report(lease, progress=progress, total=total, message=message):
        raise LeaseLostError("This job was cancelled or given to another worker: it stops here.")


def carry_on(
    work: Work,
    args: Mapping[str, Any],
    *,
    progress: int | None = None,
    total: int | None = None,
    message: str = "",
) -> None:
    """End this step and run the same job again with other arguments, from where it is.

    The step's writes and the new arguments are one transaction: an import of thousands of lines
    goes by steps of a hundred, is cut off anywhere, and repeats none.

    Raises:
        TypeError: when an argument has no form in JSON.
    """
    run = run_of(work.session)
    if run is None:
        raise RuntimeError("Only a running job can be carried on.")
    run.ending = Ending(
        progress=progress, total=total, message=message, next_args=plain_mapping(args)
    )
