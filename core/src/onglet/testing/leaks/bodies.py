"""JSON that an address of the API would take: every field filled, each text with the same text."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema


def json_of(model: Any, text: str) -> bytes:
    """Give a body for a type, empty where it is no model of pydantic's."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return b""
    _, whole = models_json_schema([(model, "validation")])
    known = whole.get("$defs", {})
    return json.dumps(_sample(known.get(model.__name__, {}), known, text)).encode()


def _sample(schema: dict[str, Any], known: dict[str, Any], text: str) -> Any:  # noqa: PLR0911
    if "$ref" in schema:
        return _sample(known.get(schema["$ref"].rsplit("/", 1)[-1], {}), known, text)
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return _sample(schema[word][0], known, text)
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            return {name: _sample(field, known, text) for name, field in fields.items()}
        case "array":
            return [_sample(schema.get("items", {}), known, text)]
        case "integer" | "number":
            return int(text) if text.isdecimal() else 1
        case "boolean":
            return True
        case _:
            return text
