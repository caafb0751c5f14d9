"""The only reader of the environment: typed, unknown values refused, secrets also from files."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A value in the environment that cannot be used; says which and what is expected."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}")


def text(name: str, default: str = "") -> str:
    """Return a value, or the content of the file that NAME_FILE points at."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{name}_FILE", "write the path of a file that can be read") from None


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise BadSetting(name, "write yes or no")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(name, f"write a whole number from {least} to {most}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise BadSetting(name, f"write one of {', '.join(options)}")
    return value


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise BadSetting(name, "write the path of a folder that can be made or exists") from None
    return path


def secret(name: str, *, kept_in: Path | None = None) -> str:
    """Return a secret; where KEPT_IN is given and nothing is set, make one there once."""
    value = text(name)
    if value:
        return value
    if kept_in is None:
        raise BadSetting(name, "must be set")
    if not kept_in.exists():
        _keep_secret(kept_in)
    return kept_in.read_text(encoding="utf-8").strip()


def _keep_secret(path: Path) -> None:
    """Write a new secret whole or not at all: of two processes that start, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def database(url: str, **options: Any) -> dict[str, Any]:
    """Turn postgresql://user:password@host:port/name?host=/socket into Django's dictionary."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadSetting("PRONGSAI_DATABASE_URL", "host or port cannot be read") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("PRONGSAI_DATABASE_URL", "must start with postgresql://")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "prongsai",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": {**query, **options},
    }
