"""The mail relay."""

from email.headerregistry import Address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from prongsai.notifications.rules import to_paragraphs
from prongsai.notifications.types import Letter


def send(letter: Letter) -> None:
    """Send one letter as plain text and as simple HTML that loads nothing from anywhere."""
    context = {
        "letter": letter,
        "paragraphs": to_paragraphs(letter.words.body),
        "url": settings.SITE_URL + letter.url if letter.url else "",
        "site": settings.SITE_URL,
    }
    with translation.override(letter.to.language):
        text = render_to_string("notifications/mail.txt", context)
        html = render_to_string("notifications/mail.html", context)
    name, _, domain = letter.to.email.rpartition("@")
    message = EmailMultiAlternatives(
        subject=letter.words.subject,
        body=text,
        to=[str(Address(letter.to.name, name, domain))],
        headers={
            "Auto-Submitted": "auto-generated",
            # The same if it is ever sent twice, so that readers show it once.
            "Message-ID": f"<mail-{letter.id}@{urlsplit(settings.SITE_URL).hostname}>",
        },
    )
    message.attach_alternative(html, "text/html")
    message.send()
