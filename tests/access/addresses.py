"""Every address of the product, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Libraries' own trees: each name below them still has to be in the matrix.
SKIPPED_PREFIXES = ("static/",)


@dataclass(frozen=True, slots=True)
class Address:
    """One named pattern and the arguments that it takes."""

    name: str
    arguments: tuple[str, ...]


def list_addresses() -> list[Address]:
    return sorted(set(_walk(get_resolver().url_patterns)), key=lambda address: address.name)


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str = "", above: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in patterns:
        arguments = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from _walk(pattern.url_patterns, inner, arguments)
        else:
            name = pattern.name or f"unnamed {pattern.pattern}"
            yield Address(f"{namespace}:{name}" if namespace else name, arguments)
