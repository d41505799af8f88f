"""Addresses of custom fields: on the record, and in the settings."""

from fastapi import APIRouter

from onglet.fields.routes import record, settings

router = APIRouter()
router.include_router(record.router)
router.include_router(settings.router)

__all__ = ["router"]
