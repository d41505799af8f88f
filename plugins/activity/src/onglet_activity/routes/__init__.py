"""Addresses of the plugin: under the record, and the agenda."""

from onglet_activity.routes.entries import router as client
from onglet_activity.routes.overview import router as plugin

__all__ = ["client", "plugin"]
