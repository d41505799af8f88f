"""Reading the settings: environment over file over defaults, every problem told at once."""

from __future__ import annotations

import base64
import difflib
import os
import secrets
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from onglet.config.settings import FILE_SETTING, SETTINGS, Config
from onglet.config.values import read_path, read_secret, read_settings_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

# Read by tests and tools of the workspace, not by the service.
_NOT_OURS = frozenset(
    {
        FILE_SETTING,
        "ONGLET_SAMPLES",
        "ONGLET_TEST_POSTGRES",
        "ONGLET_TEST_SESSION",
        "ONGLET_CHROMIUM",
    }
)


class ConfigError(Exception):
    """The settings cannot be used; `problems` has a sentence for each one that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_config(environ: Mapping[str, str], file: Path | None = None) -> Config:
    """The settings of this deployment, checked.

    Makes the data folder and, when no secret is given, the file that keeps one. An empty value of
    the environment counts as unset. `file` stands for `ONGLET_ENV_FILE` when that is not set.

    Raises:
        ConfigError: names every setting that is wrong, what it takes, and never a secret's value.
    """
    named = environ.get(FILE_SETTING)
    path = read_path(named) if named else file
    given = _read_file(path) if path else {}
    given.update((s.name, environ[s.name]) for s in SETTINGS if environ.get(s.name))
    found: dict[str, Any] = {}
    problems: list[str] = []
    for setting in SETTINGS:
        text = given.get(setting.name)
        if text is None and setting.default is not None:
            if problems and "{" in setting.default:
                continue  # it stands on a setting that is wrong, and that has been told
            text = setting.default.format_map(_context(found))
        try:
            found[setting.field] = None if text is None else setting.read(text)
        except ValueError as error:
            shown = "" if setting.secret else f" (it has {text!r})"
            problems.append(f"{setting.name} {error}{shown}.")
    problems += [] if problems else _prepare(found)
    if problems:
        raise ConfigError(tuple(problems))
    return Config(**found)


def describe(config: Config) -> dict[str, str]:
    """Each setting's name with the value in use, for a health page; secrets show as `***`."""
    return {
        s.name: "***" if s.secret and getattr(config, s.field) else str(getattr(config, s.field))
        for s in SETTINGS
    }


def find_unknown(environ: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each `ONGLET_` variable that is no setting: most often a typing error."""
    known = {s.name for s in SETTINGS} | _NOT_OURS
    names = sorted(n for n in environ if n.startswith("ONGLET_") and n not in known)
    return tuple(f"{name} is not a setting.{_closest(name, known)}" for name in names)


def _context(found: Mapping[str, Any]) -> dict[str, object]:
    """What a default may stand on, from the settings that were read before it."""
    host = found.get("host", "")
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 (compared only)
    if ":" in reached and not reached.startswith("["):
        reached = f"[{reached}]"
    domain = urlsplit(found.get("public_url", "")).hostname or ""
    named = any(letter.isalpha() for letter in domain) and ":" not in domain
    return {
        "data": found.get("data", ""),
        "site": f"{reached}:{found.get('port', '')}",
        "domain": domain if named else "localhost",
    }


def _read_file(path: Path) -> dict[str, str]:
    """The settings that the TOML file holds, by their names in the environment."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problem = f"{FILE_SETTING} names {path}, which cannot be read ({error.strerror})."
        raise ConfigError((problem,)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError((f"{path} is not a TOML file: {error}.",)) from error
    names = {s.key: s.name for s in SETTINGS}
    given: dict[str, str] = {}
    problems: list[str] = []
    for key, value in content.items():
        text = _as_text(value)
        if key not in names:
            problems.append(f"{path}: {key} is not a setting.{_closest(key, names)}")
        elif text is None:
            problems.append(f"{path}: {key} takes a text, a number, true or false, or a list.")
        else:
            given[names[key]] = text
    if problems:
        raise ConfigError(tuple(problems))
    return given


def _as_text(value: object) -> str | None:
    """The value as the environment would write it, or None for what it could not write."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    return str(value) if isinstance(value, str | int) else None


def _closest(name: str, known: Mapping[str, str] | set[str] | frozenset[str]) -> str:
    """A hint at the name that was probably meant, or nothing."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _prepare(found: dict[str, Any]) -> list[str]:
    """Make the data folder, find or make the secret; the problems met, as sentences."""
    if (found["s3_key_id"] is None) is not (found["s3_secret"] is None):
        return ["ONGLET_S3_KEY_ID and ONGLET_S3_SECRET go together: set both or none."]
    data: Path = found["data"]
    try:
        data.mkdir(parents=True, exist_ok=True)
        if found["secret"] is None:
            found["secret"] = _kept(data / "secret", secrets.token_urlsafe(48), read_secret)
    except OSError as error:
        reason = error.strerror or "it is not a folder"
        return [f"ONGLET_DATA names {data}, which cannot be written to ({reason})."]
    except ValueError:
        return [
            f"{data / 'secret'} holds no usable secret. Put back a copy of it, or delete it to have"
            " another made: everyone then signs in again."
        ]
    return _prepare_settings_keys(found, data / "settings-key")


def _prepare_settings_keys(found: dict[str, Any], path: Path) -> list[str]:
    if found["settings_keys"] is not None:
        return []
    made = base64.urlsafe_b64encode(os.urandom(32)).decode()
    try:
        found["settings_keys"] = _kept(path, made, read_settings_keys)
    except ValueError:
        return [
            f"{path} holds no usable key. Put back a copy of it, or delete it to have another"
            " made: secrets among the settings are then to be typed again."
        ]
    except OSError as error:
        return [f"{path} cannot be read or written ({error.strerror})."]
    return []


def _kept(path: Path, made: str, read: Callable[[str], T]) -> T:
    """What is kept in that file, read; what was made is put there when the file is missing.

    Two processes may start at the same moment: the file appears whole, under a name that only one
    of them wins.
    """
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(made)
                stream.flush()
                os.fsync(stream.fileno())
            Path(path).hardlink_to(name)
        except FileExistsError:
            pass  # another process was first: its secret is the one
        finally:
            Path(name).unlink()
    return read(path.read_text(encoding="ascii").strip())
