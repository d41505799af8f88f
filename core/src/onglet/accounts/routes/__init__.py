"""Addresses of sign-in, one's account, users, groups and profiles."""

from fastapi import APIRouter

from onglet.accounts.routes import (
    account,
    elsewhere,
    groups,
    limits,
    links,
    looking,
    profiles,
    second_step,
    sign_in,
    tokens,
    users,
)

router = APIRouter()
for part in (
    sign_in.router,
    sign_in.leaving,
    second_step.door,
    elsewhere.door,
    elsewhere.router,
    links.router,
    account.router,
    account.own_units,
    second_step.own,
    tokens.router,
    users.router,
    groups.router,
    limits.router,
    profiles.router,
    looking.router,
):
    router.routes.extend(part.routes)
