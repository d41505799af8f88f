"""The form of an address."""

from typing import Any

from pydantic import BaseModel, Field

from onglet.addresses.entry import NewAddress, Place
from onglet.ui.forms import Line


def _up_to(longest: int) -> Any:
    return Field(default="", max_length=longest)


class AddressForm(BaseModel):
    """An address; `places` are the roles that it takes."""

    label: Line = _up_to(120)
    line1: Line = _up_to(200)
    line2: Line = _up_to(200)
    line3: Line = _up_to(200)
    line4: Line = _up_to(200)
    postcode: Line = _up_to(20)
    town: Line = _up_to(120)
    country: str = Field(default="FR", pattern="^[A-Za-z]{2}$")
    places: list[Place] = []

    def fields(self) -> dict[str, Any]:
        """Give the values of the address, without its roles."""
        return self.model_dump(exclude={"places"})

    def address(self) -> NewAddress:
        """Give the address that the form describes."""
        return NewAddress(**self.fields(), places=frozenset(self.places))
