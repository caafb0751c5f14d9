"""Every address of the product."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("prongsai.home.web.urls")),
    path("units/reorganise/", include("prongsai.organizations.web.urls_reorganise")),
    path("imports/", include("prongsai.organizations.web.urls_imports")),
    path("", include("prongsai.organizations.web.urls")),
    path("results/", include("prongsai.results.web.urls")),
    path("said/", include("prongsai.feedback.web.urls")),
    path("approvals/", include("prongsai.approvals.web.urls")),
    path("audit/", include("prongsai.audit.web.urls")),
    path("inbox/", include("prongsai.notifications.web.urls")),
    path("people/", include("prongsai.accounts.web.urls_people")),
    path("seasons/", include("prongsai.frameworks.web.seasons.urls")),
    path("headcounts/", include("prongsai.headcounts.web.urls")),
    path("channels/", include("prongsai.surveys.web.channels.urls")),
    path("board/", include("prongsai.surveys.web.board.urls")),
    path("preview/", include("prongsai.surveys.intake.urls_preview")),
    path("frameworks/", include("prongsai.frameworks.web.builder.urls")),
    path("accounts/", include("prongsai.accounts.web.urls_sign_in")),
    path("", include("prongsai.accounts.web.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("pressure/", include("prongsai.pressure.web.urls")),
    path("tokens/", include("prongsai.tokens.web.urls")),
    path("", include("prongsai.surveys.web.urls")),
    path("fieldwork/", include("prongsai.fieldwork.web.urls")),
    path("sensitive/", include("prongsai.surveys.web.sensitive.urls")),
    path("integrity/", include("prongsai.integrity.web.urls")),
    path("", include("prongsai.ui.web.urls")),
]

handler400 = "prongsai.ui.errors.bad_request"
handler403 = "prongsai.ui.errors.forbidden"
handler404 = "prongsai.ui.errors.not_found"
handler500 = "prongsai.ui.errors.server_error"
