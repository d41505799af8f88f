"""deptry, distribution by distribution: what each imports is what it declares."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Packages whose modules have another name.
MODULES = {
    "google-re2": "re2",
    "onglet-core": "onglet",
    "pillow": "PIL",
    "pydantic": "pydantic|pydantic_core",
    "python-multipart": "python_multipart|multipart",
    "python-stdnum": "stdnum",
}
# Needed, and imported by another package on our behalf.
INDIRECT = {
    "email-validator": "pydantic's EmailStr",
    "python-multipart": "FastAPI's forms",
    "psycopg": "SQLAlchemy's driver of PostgreSQL",
}
# The test kit is for those who have pytest; nothing else of the core imports it.
KIT_ONLY = ("pytest", "psycopg")
# The core runs the migrations of plugins, with the Alembic that it brings.
RUN_BY_CORE = "alembic"


def declared(folder: Path) -> list[str]:
    """Names of what the distribution in the folder needs, extras included."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in lines]


def command(folder: Path) -> list[str]:
    """The command line of deptry for the distribution in the folder."""
    same = {name: name.replace("-", "_") for name in declared(folder)}
    modules = ",".join(f"{name}={module}" for name, module in (same | MODULES).items())
    kit_and_core = "|".join((*KIT_ONLY, RUN_BY_CORE))
    indirect = "|".join(INDIRECT)
    ignores = f"DEP001={kit_and_core},DEP002={indirect},DEP003={kit_and_core}"
    options = ["--config", str(folder / "pyproject.toml"), "--package-module-name-map", modules]
    options += ["--per-rule-ignores", ignores, "--no-ansi", "--ignore", "DEP002"]
    return [sys.executable, "-m", "deptry", str(folder / "src"), *options]


def main() -> None:
    """Check them all, and fail if one fails."""
    projects = [ROOT / "core" / "pyproject.toml", *sorted(ROOT.glob("plugins/*/pyproject.toml"))]
    results = [subprocess.run(command(path.parent), check=False) for path in projects]
    sys.exit(max(result.returncode for result in results))


if __name__ == "__main__":
    main()
