"""Compiles the message catalogues: `python -m config.messages`."""

import polib

from config.env import ROOT


def main() -> None:
    for source in (ROOT / "prongsai" / "locale").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


if __name__ == "__main__":
    main()
