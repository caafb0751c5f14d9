"""Addresses of previews, for people who write frameworks."""

from django.urls import path

from prongsai.surveys.intake import preview

app_name = "preview"
urlpatterns = [
    path("<slug:ref>/<slug:instrument>/", preview.show, name="page"),
    path("<slug:ref>/<slug:instrument>/form/", preview.form, name="form"),
]
