"""Addresses of the inbox."""

from django.urls import path

from prongsai.notifications.web import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read-all"),
    path("<int:notice_id>/", views.open_notice, name="open"),
]
