"""Compiles the message catalogues: `python -m config.messages`."""

from pathlib import Path

import polib

from config.env import ROOT


def main() -> None:
    for folder in (ROOT / "prongsai" / "locale").glob("*/LC_MESSAGES"):
        sources = [folder / "django.po", *sorted((folder / "parts").glob("*.po"))]
        target = folder / "django.mo"
        newest = max(source.stat().st_mtime for source in sources)
        if not target.exists() or target.stat().st_mtime < newest:
            merge(sources).save_as_mofile(str(target))


def merge(sources: list[Path]) -> polib.POFile:
    """Return all entries as one catalogue; the first translation of a phrase wins."""
    whole = polib.pofile(str(sources[0]), check_for_duplicates=True)
    known = {(entry.msgctxt, entry.msgid) for entry in whole}
    for source in sources[1:]:
        for entry in polib.pofile(str(source)):
            if (entry.msgctxt, entry.msgid) not in known:
                known.add((entry.msgctxt, entry.msgid))
                whole.append(entry)
    return whole


if __name__ == "__main__":
    main()
