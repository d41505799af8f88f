"""Addresses of sign-in, one's account, users, groups and profiles."""

from fastapi import APIRouter

from onglet.accounts.routes import account, groups, links, profiles, sign_in, users

router = APIRouter()
for part in (
    sign_in.router,
    sign_in.leaving,
    links.router,
    account.router,
    account.own_units,
    users.router,
    groups.router,
    profiles.router,
):
    router.include_router(part)
