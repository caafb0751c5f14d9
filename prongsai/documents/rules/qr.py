"""QR codes as drawings."""

import io

import segno

QUIET = 4


def draw_qr(text: str) -> str:
    """Return TEXT as an SVG with its quiet zone; a smudge of 15 percent does not hurt it.

    The namespace is said: a drawing inside a drawing, as in a banner, is not shown without it.
    """
    target = io.BytesIO()
    code = segno.make_qr(text, error="m", boost_error=True)
    code.save(
        target,
        kind="svg",
        border=QUIET,
        omitsize=True,
        xmldecl=False,
        nl=False,
        svgclass=None,
        lineclass=None,
        light="#fff",
    )
    return target.getvalue().decode()
