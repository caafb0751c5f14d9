"""Addresses of the survey links of an agency."""

from django.urls import path

from prongsai.surveys.web.channels import acts, codes, views

app_name = "channels"
urlpatterns = [
    path("", views.lead_home, name="own"),
    path("<str:code>/", views.show_channels, name="unit"),
    path("<str:code>/open/", acts.open_link, name="open"),
    path("<str:code>/codes/", codes.give, name="codes"),
    path("<str:code>/codes/cancel/", codes.cancel, name="cancel-codes"),
    path("<str:code>/<int:channel_id>.svg", views.show_qr, name="qr"),
    path("<str:code>/<int:channel_id>/rotate/", acts.rotate, name="rotate"),
    path("<str:code>/<int:channel_id>/revoke/", acts.revoke, name="revoke"),
    path("<str:code>/<int:channel_id>/last-day/", acts.move, name="last-day"),
]
