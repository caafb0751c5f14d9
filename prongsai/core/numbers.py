"""Numbers that a request names: of rows, pages and places."""

MOST_DIGITS = 9


def find_number(text: str) -> int | None:
    """Return the number that TEXT is; None for all else, also for more than anything counts to."""
    if len(text) > MOST_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text)


def list_numbers(texts: list[str]) -> list[int]:
    """Return the numbers among TEXTS, as ticked rows send them."""
    return [number for number in map(find_number, texts) if number is not None]
