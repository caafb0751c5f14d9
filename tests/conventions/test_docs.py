"""What the documents name exists, and what exists is named."""

import re

import pytest

from prongsai.permissions.matrix import MATRIX
from prongsai.permissions.roles import ROLE_NAMES, Role
from tests.conventions.tree import ROOT, apps, label, walk

PAGES = [
    *sorted(ROOT.glob("*.md")),
    *walk("docs", suffix=".md"),
    *walk("prongsai", suffix="README.md"),
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PLACE = re.compile(r"`((?:prongsai|config|tests|script|deploy|docs)/[\w./-]*)`")
ANSWERS = {"met", "partly", "not yet", "not applicable"}


def read(*parts):
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def slug(heading):
    """Return the anchor of a heading as forges make it."""
    kept = re.sub(r"[^\w\s-]", "", heading.strip().lower().replace("`", ""))
    return re.sub(r"\s", "-", kept)


def anchors(path):
    return {slug(line.lstrip("#")) for line in read(path).splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_links_lead_somewhere(page):
    broken = []
    for target in LINK.findall(read(page)):
        if re.match(r"(https?:|mailto:)", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_places_in_the_code_exist(page):
    assert [place for place in PLACE.findall(read(page)) if not (ROOT / place).exists()] == []


def test_every_package_is_on_the_map():
    page = read("docs", "architecture.md")

    assert [app.name for app in apps() if f"`{app.name}`" not in page] == []


def test_every_role_is_in_the_glossary():
    page = read("docs", "glossary.md")

    assert [
        role
        for role in Role
        if f"| {ROLE_NAMES[role][0]} | " not in page or f"`{role}`" not in page
    ] == []


def test_every_permission_is_documented():
    page = read("docs", "reference", "permissions.md")

    assert set(re.findall(r"^\| `([a-z_.]+)`", page, re.MULTILINE)) == set(MATRIX)


def test_every_page_is_reachable_from_the_index():
    seen, queue = set(), [ROOT / "README.md"]
    while queue:
        page = queue.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for target in LINK.findall(read(page)):
            path = (page.parent / target.partition("#")[0]).resolve()
            if path.is_dir():
                queue += path.glob("*.md")
            elif path.is_file():
                queue.append(path)

    assert [label(page) for page in PAGES if page not in seen] == []


def test_every_guide_is_in_both_languages():
    thai, english = (
        {path.name for path in (ROOT / "docs" / "guide" / code).iterdir()} for code in ("th", "en")
    )

    assert thai == english


def test_security_page_answers_every_requirement_honestly():
    rows = re.findall(r"^\| (V?\d+(?:\.\d+)+) \|(.*)\|$", read("docs", "security.md"), re.MULTILINE)

    assert rows
    for number, rest in rows:
        answer = rest.split("|")[1].strip()
        assert answer in ANSWERS, number
