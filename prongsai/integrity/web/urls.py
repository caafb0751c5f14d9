"""Addresses of the integrity report."""

from django.urls import path

from prongsai.integrity.web import questions, thresholds, views

app_name = "integrity"
urlpatterns = [
    path("", views.list_findings, name="list"),
    path("run/", views.run, name="run"),
    path("findings/<int:finding_id>/", views.finding, name="finding"),
    path("findings/<int:finding_id>/ask/", views.ask, name="ask"),
    path("findings/<int:finding_id>/decide/", views.decide, name="decide"),
    path("thresholds/", thresholds.list_versions, name="thresholds"),
    path("thresholds/propose/", thresholds.propose, name="thresholds-propose"),
    path("thresholds/versions/<int:version>/", thresholds.show_version, name="thresholds-version"),
    path("thresholds/drafts/<int:draft_id>/", thresholds.show_draft, name="thresholds-draft"),
    path("thresholds/drafts/<int:draft_id>/ask/", thresholds.ask, name="thresholds-ask"),
    path("questions/", questions.list_questions, name="questions"),
    path("questions/<int:case_id>/", questions.question, name="question"),
    path("discarded/", questions.discarded, name="discarded"),
]
