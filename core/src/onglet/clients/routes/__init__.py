"""Addresses of clients: the form, their life, the tab of general information."""

from fastapi import APIRouter

from onglet.clients.routes import form, information, life

router = APIRouter()
for part in (form, life, information):
    router.include_router(part.router)

__all__ = ["router"]
