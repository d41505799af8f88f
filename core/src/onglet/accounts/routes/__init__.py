"""Addresses of sign-in, one's account, users, groups and profiles."""

from fastapi import APIRouter

from onglet.accounts.routes import account, links, sign_in

router = APIRouter()
for part in (
    sign_in.router,
    sign_in.leaving,
    links.router,
    account.router,
    account.own_units,
):
    router.include_router(part)
