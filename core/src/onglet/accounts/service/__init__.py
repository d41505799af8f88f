"""Writes on users, groups and profiles. Each takes `Work`, commits nothing, leaves history.

A refusal (`Rejected`) may come after some writes: call in a savepoint, so that they go with it.
"""

from onglet.accounts.service.entry import (
    change_password,
    deactivate_user,
    make_user_link,
    reactivate_user,
    take_back,
)
from onglet.accounts.service.groups import (
    create_group,
    delete_group,
    edit_group,
)
from onglet.accounts.service.limits import set_limits
from onglet.accounts.service.preferences import (
    Preferences,
    check_language,
    check_zone,
    edit_preferences,
    set_language,
    set_theme,
)
from onglet.accounts.service.profiles import (
    clone_profile,
    create_profile,
    delete_profile,
    edit_profile,
    set_reaches,
)
from onglet.accounts.service.users import UserData, create_user, edit_user

__all__ = [
    "Preferences",
    "UserData",
    "change_password",
    "check_language",
    "check_zone",
    "clone_profile",
    "create_group",
    "create_profile",
    "create_user",
    "deactivate_user",
    "delete_group",
    "delete_profile",
    "edit_group",
    "edit_preferences",
    "edit_profile",
    "edit_user",
    "make_user_link",
    "reactivate_user",
    "set_language",
    "set_limits",
    "set_reaches",
    "set_theme",
    "take_back",
]
