"""The workspace's wheels: made once, then installed in the environments that try them.

    python tools/wheels.py build
    python tools/wheels.py install onglet-core[postgresql] onglet-activity
    python tools/wheels.py install --all onglet-core[s3]

What a wheel needs from the workspace is taken from the wheels beside it, never from an index: a
stranger's package of the same name cannot slip in.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEELS = ROOT / "build" / "wheels"
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?P<extras>\[[^]]*\])?")


def distributions() -> list[Path]:
    """The folders that become wheels, the core first and the meta distribution last."""
    plugins = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
    return [ROOT / "core", *plugins, ROOT]


def build() -> None:
    """Make one wheel of each distribution in `build/wheels`."""
    shutil.rmtree(WHEELS, ignore_errors=True)
    WHEELS.mkdir(parents=True)
    for folder in distributions():
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
        subprocess.run([*command, "--outdir", str(WHEELS), str(folder)], check=True)


def normalised(name: str) -> str:
    """The name as an index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def built_wheels() -> dict[str, Path]:
    """Distribution name to wheel.

    Raises:
        SystemExit: nothing was built, or a source changed since.
    """
    wheels = {normalised(path.name.split("-")[0]): path for path in sorted(WHEELS.glob("*.whl"))}
    if not wheels:
        sys.exit("There are no wheels in build/wheels. Make them first: tox run -e build")
    oldest = min(path.stat().st_mtime for path in wheels.values())
    sources = [path for folder in ("core/src", "plugins") for path in (ROOT / folder).rglob("*.py")]
    if any(path.stat().st_mtime > oldest for path in sources):
        sys.exit("Sources changed after build/wheels was made. Make it again: tox run -e build")
    return wheels


def needed(wheel: Path) -> list[str]:
    """Names of the distributions that the wheel needs whatever the extras."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = HeaderParser().parsestr(archive.read(names[0]).decode())
    lines = metadata.get_all("Requires-Dist") or []
    found = [REQUIREMENT.match(line) for line in lines if "extra ==" not in line]
    return [normalised(match["name"]) for match in found if match]


def closure(requirements: list[str], wheels: dict[str, Path]) -> dict[str, str]:
    """Distribution name to extras, of what is asked for and what that needs from the workspace."""
    wanted: dict[str, str] = {}
    queue = list(requirements)
    while queue:
        match = REQUIREMENT.match(queue.pop(0))
        if match is None or normalised(match["name"]) not in wheels:
            continue
        name = normalised(match["name"])
        if name not in wanted or match["extras"]:
            wanted[name] = match["extras"] or ""
            queue += needed(wheels[name])
    return wanted


def own_test_requirements(names: list[str]) -> list[str]:
    """What the plugins among `names` ask for their tests, in their dependency group `test`."""
    found: list[str] = []
    for folder in distributions()[1:-1]:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        if normalised(project["project"]["name"]) in names:
            found += project.get("dependency-groups", {}).get("test", [])
    return found


def installer() -> list[str]:
    """The beginning of a command that installs in this environment, with its pip or with uv."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    return ["uv", "pip"]


def install(requirements: list[str]) -> None:
    """Install the wheels afresh: what an earlier run left of them is taken away first."""
    wheels = built_wheels()
    everything = list(wheels) if "--all" in requirements else []
    asked = everything + [name for name in requirements if name != "--all"]
    wanted = closure(asked, wheels)
    if missing := [name for name in asked if REQUIREMENT.sub(r"\1", name) not in wanted]:
        sys.exit(f"build/wheels has no wheel of {', '.join(missing)}.")
    with_pip = installer()[0] == sys.executable
    where = [] if with_pip else ["--python", sys.executable]
    yes = ["--yes"] if with_pip else []
    subprocess.run([*installer(), "uninstall", "-qq", *where, *yes, *wheels], check=True)
    files = [f"{name}{extras} @ {wheels[name].as_uri()}" for name, extras in wanted.items()]
    tests = own_test_requirements(list(wanted))
    subprocess.run([*installer(), "install", "--quiet", *where, *files, *tests], check=True)


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    match arguments:
        case ["build"]:
            build()
        case ["install", *requirements] if requirements:
            install(requirements)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
