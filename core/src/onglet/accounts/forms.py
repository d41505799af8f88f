"""What the forms on accounts hold, as typed; the services decide what may be kept."""

from typing import Annotated

from pydantic import BaseModel, Field

from onglet.ui.forms import Line

Short = Annotated[Line, Field(max_length=120)]
Long = Annotated[Line, Field(max_length=500)]
Code = Annotated[Line, Field(max_length=64)]


class PreferencesForm(BaseModel):
    """One's own name and ways."""

    given_name: Short = ""
    family_name: Short = ""
    locale: Code = ""
    zone: Code = ""
    theme: Code = ""


class UserForm(BaseModel):
    """A colleague: profile and groups by public identifier."""

    given_name: Short = ""
    family_name: Short = ""
    email: Annotated[Line, Field(max_length=320)]
    profile: Code
    groups: list[Code] = []
    locale: Code = ""
    zone: Code = ""
    deliver: Code = "mail"
    version: int | None = None


class GroupForm(BaseModel):
    """A group: members by public identifier."""

    name: Short
    members: list[Code] = []
    version: int | None = None


class ProfileForm(BaseModel):
    """Name and description of a profile."""

    name: Short
    description: Long = ""
    all_rights: bool = False
    asks_second_step: bool = False
    version: int | None = None


class ProviderForm(BaseModel):
    """Which provider vouches for colleagues, and as whom it knows this deployment."""

    issuer: Long = ""
    client_id: Annotated[Line, Field(max_length=255)] = ""
    client_secret: Annotated[Line, Field(max_length=1000)] = ""
    forget_secret: bool = False
    label: Annotated[Line, Field(max_length=60)] = ""
    profile: Code = ""


class SuccessorForm(BaseModel):
    """Who takes over, by public identifier."""

    successor: Code = ""


class TokenForm(BaseModel):
    """A token of the API: what it is for, how long it lives, the rights that it keeps."""

    name: Short
    days: Annotated[Line, Field(max_length=4)] = "90"
    whole: bool = False
    scopes: list[Annotated[Line, Field(max_length=160)]] = []


class NewProfileForm(BaseModel):
    """A new profile; `source` is the public identifier of the one to start from."""

    name: Short
    description: Long = ""
    source: Code = ""
