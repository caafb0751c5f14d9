"""The form in each language says what it means."""

import re

import pytest

from prongsai.surveys.intake.forms import compile_survey
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from tests.factories.surveys import FRAMEWORK


@pytest.mark.parametrize(
    ("language", "choices"),
    [("th", ["ไม่มี", "มี", "ไม่ขอตอบ"]), ("en", ["No", "Yes", "I would rather not say"])],
)
def test_whether_somebody_told_what_to_answer_is_yes_or_no(language, choices):
    page = compile_survey(get_questionnaire(FRAMEWORK, "IIT")).forms[language].again.render({})

    assert re.findall(r'name="told"[^>]*><span>(.*?)</span>', page) == choices
