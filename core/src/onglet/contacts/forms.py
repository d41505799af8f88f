"""The form of a contact: who they are, and what they do at the client."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from onglet.contacts.entry import NewPerson
from onglet.ui.forms import Line


def _up_to(longest: int) -> Any:
    return Field(default="", max_length=longest)


class ContactForm(BaseModel):
    """A contact; a name or a way to reach them is enough."""

    civility: Literal["", "mr", "mrs"] = ""
    given_name: Line = _up_to(120)
    family_name: Line = _up_to(120)
    job: Line = _up_to(120)
    email: Line = _up_to(254)
    phone: Line = _up_to(40)
    mobile: Line = _up_to(40)
    fax: Line = _up_to(40)
    note: str = _up_to(20_000)

    def person(self) -> NewPerson:
        """Give the person that the form describes."""
        return NewPerson(**self.model_dump())

    def fields(self) -> dict[str, str]:
        """Give the person's own values, without the job, which belongs to the link."""
        return self.model_dump(exclude={"job"})
