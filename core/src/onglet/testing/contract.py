"""The plugin contract, read from the code: for its page in the docs, and to notice drift.

`python -m onglet.testing.contract` prints the dump, `... page` the page of the hooks.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
import textwrap
from dataclasses import dataclass
from enum import Enum

from onglet import contributions
from onglet.hookspecs import API_VERSION, Plugin


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A hook as its docstring tells it."""

    name: str
    signature: str
    purpose: str
    moment: str
    transaction: str
    failure: str
    example: str


def hooks() -> list[Hook]:
    """List every hook, in the order of the module.

    Raises:
        ValueError: when a docstring lacks one of its parts, naming the hook.
    """
    return [_read(name) for name in vars(Plugin) if name.startswith("onglet_")]


def _read(name: str) -> Hook:
    method = getattr(Plugin, name)
    text = inspect.cleandoc(method.__doc__ or "")
    told, _, rest = text.partition("\n\nFailure:")
    failure, _, example = rest.partition("\n\nExample:\n")
    told, _, transaction = told.partition("\n\nTransaction:")
    purpose, _, moment = told.partition("\n\n")
    if not all((purpose, moment, transaction, failure, example)):
        raise ValueError(f"The docstring of {name} lacks a part.")
    return Hook(
        name=name,
        signature=f"{name}{inspect.signature(method)}",
        purpose=_one_line(purpose),
        moment=_one_line(moment),
        transaction=_one_line(transaction),
        failure=_one_line(failure),
        example=textwrap.dedent(example).strip("\n"),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def page() -> str:
    """Give the page of the hooks in Markdown."""
    major, minor = API_VERSION
    parts = [
        "# Hooks",
        "",
        f"Version {major}.{minor} of the contract. A plugin overrides the hooks that it needs; "
        "each is called once, when the process starts, and gives declarations. What depends on a "
        "record is a callable inside a declaration. What is not on this page is not public.",
        "",
    ]
    for hook in hooks():
        parts += [
            f"## `{hook.name}`",
            "",
            hook.purpose,
            "",
            f"**When.** {hook.moment}",
            "",
            f"**Transaction.** {hook.transaction[:1].upper()}{hook.transaction[1:]}",
            "",
            f"**A failure.** {hook.failure}",
            "",
            "```python",
            hook.example,
            "```",
            "",
        ]
    return "\n".join([*parts, *_types()])


def _types() -> list[str]:
    parts = ["## What hooks declare and receive", ""]
    for name in contributions.__all__:
        item = getattr(contributions, name)
        if not inspect.isclass(item):
            continue
        parts += [f"### `{name}`", "", inspect.cleandoc(item.__doc__ or ""), ""]
        parts += [f"- `{line}`" for line in _members(item)]
        parts.append("")
    return parts


def dump() -> str:
    """Give hook signatures and the fields of every type, one per line: it changes on purpose."""
    lines = [f"api {API_VERSION[0]}.{API_VERSION[1]}"]
    lines += [hook.signature for hook in hooks()]
    for name in contributions.__all__:
        item = getattr(contributions, name)
        if inspect.isclass(item):
            lines += [f"{name}.{line}" for line in _members(item)]
    return "\n".join(lines) + "\n"


def _members(item: type) -> list[str]:
    if issubclass(item, Enum):
        return [f"{member.name} = {member.value!r}" for member in item]
    lines: list[str] = []
    if dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            default = "" if field.default is dataclasses.MISSING else f" = {field.default!r}"
            lines.append(f"{field.name}: {field.type}{default}")
    for name, member in sorted(vars(item).items()):
        if not name.startswith("_") and inspect.isfunction(member):
            lines.append(f"{name}{inspect.signature(member)}")
        elif not name.startswith("_") and isinstance(member, property):
            lines.append(f"{name} (property)")
    return lines


if __name__ == "__main__":
    sys.stdout.write(page() if "page" in sys.argv[1:] else dump())
