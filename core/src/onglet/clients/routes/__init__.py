"""Addresses of clients: the form, their life, the tab of general information."""

from fastapi import APIRouter

from onglet.clients.routes import form, information, life

router = APIRouter()
for part in (form.asking, form.router, life.router, information.router):
    router.routes.extend(part.routes)

__all__ = ["router"]
