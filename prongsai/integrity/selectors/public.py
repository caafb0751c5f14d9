"""Whole numbers of a year, for the public page of what does not count."""

from prongsai.integrity.selectors.runs import find_latest_run


def count_respondents(fiscal_year: int) -> int:
    """Return how many answers the latest report of a year looked at."""
    run = find_latest_run(fiscal_year)
    parts = run.summary.get("parts", {}) if run else {}
    return sum(int(facts["respondents"]) for facts in parts.values())
