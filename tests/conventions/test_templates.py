"""Templates keep to the components, the content policy and the catalogue."""

import re

import pytest

from tests.conventions.tree import label, templates

INLINE = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a foreign origin": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|\bautoescape off\b"),
    "an evaluating htmx attribute": re.compile(r"hx-on|hx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}
# Where it may stand nevertheless, with the reason.
ALLOWED = {
    "an inline style": {
        "prongsai/notifications/templates/notifications/mail.html": "mail has no style sheets"
    },
    "unescaped output": {
        "prongsai/ui/templates/ui/components/field.html": "help texts of Django's fields are HTML"
    },
}
# Templates of a library that an app dresses in our components.
ADOPTED = {
    "accounts": ("account", "allauth", "mfa", "usersessions", "socialaccount"),
    "ui": ("django", "400.html", "403.html", "403_csrf.html", "404.html", "500.html"),
}
# The respondent has no session that a foreign page could misuse: a code or solved work pays.
NO_SESSION = {
    f"prongsai/surveys/templates/surveys/{name}.html" for name in ("form", "wait", "_retry")
}
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.DOTALL | re.IGNORECASE)


def read(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = {label(path) for path in templates() if INLINE[what].search(read(path))}

    assert found == set(ALLOWED.get(what, ()))


def test_every_form_that_writes_carries_its_token():
    bare = [
        label(path)
        for path in templates()
        if label(path) not in NO_SESSION
        for form in POST_FORM.findall(read(path))
        if "csrf_token" not in form and "{% ui_" not in form
    ]

    assert bare == []


def test_templates_stand_under_the_name_of_their_app():
    astray = []
    for path in templates():
        place = path.parts.index("templates")
        owner, folder = path.parts[place - 1], path.parts[place + 1]
        if folder not in {owner, *ADOPTED.get(owner, ())}:
            astray.append(label(path))

    assert astray == []
