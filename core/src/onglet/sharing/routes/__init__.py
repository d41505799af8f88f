"""Addresses of sharing: the dialog of a record, requests for access, the log of grants."""

from fastapi import APIRouter

from onglet.sharing.routes import access, log, owner, requests, shares, watchers

router = APIRouter()
for room in (shares, owner, watchers, access, requests, log):
    router.routes.extend(room.router.routes)
