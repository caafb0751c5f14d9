"""Builds the browser assets and lays out the fonts of documents, both from node_modules."""

import shutil
import subprocess
from pathlib import Path

from config import paper_fonts
from config.env import ROOT
from prongsai.ui.icons import ICONS

NODE = ROOT / "node_modules"
BUILD = ROOT / "prongsai" / "ui" / "static" / "ui" / "build"
FONT = "ibm-plex-sans-thai-looped"
COPIED = {"htmx.org/dist/htmx.min.js": "htmx.js"}
# Bootstrap 5.3 is written with these; the noise would hide our own mistakes.
SILENCED = ("import", "global-builtin", "color-functions", "if-function")


def main() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    for source, target in COPIED.items():
        shutil.copyfile(NODE / source, BUILD / target)
    for alphabet in ("thai", "latin"):
        for weight in (400, 600, 700):
            name = f"{FONT}-{alphabet}-{weight}-normal.woff2"
            shutil.copyfile(NODE / "@fontsource" / FONT / "files" / name, BUILD / name)
    (BUILD / "icons.svg").write_text(draw_sprite(), encoding="utf-8")
    compile_styles()
    paper_fonts.lay_out()
    bundle_scripts()


def draw_sprite() -> str:
    """Return one SVG with every icon of the list as a symbol."""
    symbols = []
    for name, drawing in ICONS.items():
        svg = (NODE / "bootstrap-icons" / "icons" / f"{drawing}.svg").read_text(encoding="utf-8")
        inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")].replace("\n", "").replace("  ", "")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{inner}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def compile_styles() -> None:
    sass: list[str | Path] = [
        NODE / ".bin" / "sass",
        *("--no-source-map", "--style=compressed", "--quiet-deps", f"--load-path={NODE}"),
        *(f"--silence-deprecation={name}" for name in SILENCED),
    ]
    for sheet in (ROOT / "prongsai" / "ui" / "styles").glob("[!_]*.scss"):
        subprocess.run([*sass, sheet, BUILD / f"{sheet.stem}.css"], check=True)  # noqa: S603 - our own files


def bundle_scripts() -> None:
    """Bundle the scripts that need a library; each becomes one file of our own origin."""
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=eof")
    for script in sorted((ROOT / "prongsai").glob("*/scripts/*.js")):
        target = f"--outfile={BUILD / script.name}"
        command: list[str | Path] = [NODE / ".bin" / "esbuild", script, target, *options]
        subprocess.run([*command, "--log-level=warning"], check=True)  # noqa: S603 - our own files


if __name__ == "__main__":
    main()
