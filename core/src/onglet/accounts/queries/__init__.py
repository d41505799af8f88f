"""Reads on users, groups and profiles, as plain rows."""

from onglet.accounts.queries.groups import GroupRow, find_group, list_groups
from onglet.accounts.queries.profiles import (
    ProfileRow,
    find_profile,
    list_profiles,
    settled_limits,
    settled_reaches,
)
from onglet.accounts.queries.users import (
    UserPage,
    UserRow,
    UserView,
    count_users,
    find_user,
    get_user,
    list_colleagues,
    list_users,
)

__all__ = [
    "GroupRow",
    "ProfileRow",
    "UserPage",
    "UserRow",
    "UserView",
    "count_users",
    "find_group",
    "find_profile",
    "find_user",
    "get_user",
    "list_colleagues",
    "list_groups",
    "list_profiles",
    "list_users",
    "settled_limits",
    "settled_reaches",
]
