"""Addresses of the audit trail."""

from django.urls import path

from prongsai.audit.web import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("export/", views.export, name="export"),
    path("<int:entry_id>/", views.entry, name="entry"),
]
