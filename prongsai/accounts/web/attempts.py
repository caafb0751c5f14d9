"""Guards what can be guessed: counted first, judged then, forgiven when right."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from prongsai.accounts.services.sign_ins import refuse_sign_in
from prongsai.accounts.services.throttle import Attempt, begin_attempt, forgive_attempt
from prongsai.accounts.web.origins import get_origin
from prongsai.core.errors import TooMany

T = TypeVar("T")


def make_attempt(request: HttpRequest, *, purpose: str, account: str = "") -> Attempt:
    origin = get_origin(request, account=account)
    return Attempt(purpose, network=origin.network, account=account, device=origin.device)


def begin(attempt: Attempt) -> None:
    """Count an attempt of a form; the wait, if there is one, becomes the form's error."""
    try:
        begin_attempt(attempt)
    except TooMany as error:
        raise ValidationError(error.message, code="too_many") from error


def refuse(attempt: Attempt) -> None:
    refuse_sign_in(purpose=attempt.purpose, account=attempt.account, network=attempt.network)


def judge(attempt: Attempt, check: Callable[[], T]) -> T:
    """Return what CHECK returns; its ValidationError means that the guess was wrong."""
    begin(attempt)
    try:
        result = check()
    except ValidationError:
        refuse(attempt)
        raise
    forgive_attempt(attempt)
    return result
