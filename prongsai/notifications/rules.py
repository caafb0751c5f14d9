"""How words become a letter."""

MOST_SUBJECT = 200


def to_one_line(text: str) -> str:
    """Return TEXT fit for a header: no line breaks, not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= MOST_SUBJECT else line[: MOST_SUBJECT - 1] + "…"


def to_paragraphs(body: str) -> list[str]:
    """Return the paragraphs of BODY; an empty line parts them."""
    return [part.strip() for part in body.split("\n\n") if part.strip()]
