"""A fault in what was handed in: where it is and what is wrong, in Thai and English."""

from prongsai.scoring.types.framework import Text


class BadInput(Exception):
    """The input cannot be used; nothing was guessed in its place."""

    def __init__(self, path: str, thai: str, english: str) -> None:
        super().__init__(f"{path}: {thai} / {english}")
        self.path = path
        self.text = Text(thai, english)


def show_value(value: object, limit: int = 40) -> str:
    """A short, printable picture of a value for an error message."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(char if char.isprintable() else "�" for char in text)
