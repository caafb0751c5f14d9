"""Builds the browser assets from node_modules into prongsai/ui/static/ui/build."""

import shutil
import subprocess
from pathlib import Path

from config.env import ROOT

NODE = ROOT / "node_modules"
BUILD = ROOT / "prongsai" / "ui" / "static" / "ui" / "build"
FONT = "ibm-plex-sans-thai-looped"
COPIED = {
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.js",
    "htmx.org/dist/htmx.min.js": "htmx.js",
}


def main() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    for source, target in COPIED.items():
        shutil.copyfile(NODE / source, BUILD / target)
    for alphabet in ("thai", "latin"):
        for weight in (400, 600, 700):
            name = f"{FONT}-{alphabet}-{weight}-normal.woff2"
            shutil.copyfile(NODE / "@fontsource" / FONT / "files" / name, BUILD / name)
    sass: list[str | Path] = [
        NODE / ".bin" / "sass",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
    ]
    for sheet in (ROOT / "prongsai" / "ui" / "styles").glob("[!_]*.scss"):
        target_css = BUILD / f"{sheet.stem}.css"
        subprocess.run([*sass, f"--load-path={NODE}", sheet, target_css], check=True)  # noqa: S603 - our own files


if __name__ == "__main__":
    main()
