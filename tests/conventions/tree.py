"""The files of the product, as the conventions read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "prongsai"
IGNORED = {"node_modules", "var", "build", "__pycache__", ".venv", ".git"}


def walk(*folders: str, suffix: str) -> Iterator[Path]:
    """Yield the hand-written files below FOLDERS whose name ends in SUFFIX, in order."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if path.is_file() and not IGNORED & set(path.relative_to(ROOT).parts):
                yield path


def python_files(*folders: str) -> list[Path]:
    return [path for path in walk(*folders, suffix=".py") if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in walk("prongsai", suffix=".html") if "templates" in path.parts]


def migrations() -> list[Path]:
    return [path for path in walk("prongsai", suffix=".py") if path.parent.name == "migrations"]


def apps() -> list[Path]:
    """Return every package directly below prongsai."""
    return sorted(path.parent for path in PRODUCT.glob("*/__init__.py"))


def domain_apps() -> list[Path]:
    """Return the packages that keep rows of their own."""
    return [app for app in apps() if (app / "models.py").exists() or (app / "models").is_dir()]


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
