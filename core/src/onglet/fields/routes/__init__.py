"""Addresses of custom fields: on the record, and in the settings."""

from fastapi import APIRouter

from onglet.fields.routes import record, settings

router = APIRouter()
router.routes.extend(record.router.routes)
router.routes.extend(settings.router.routes)

__all__ = ["router"]
