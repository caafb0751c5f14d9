"""Addresses of the issuer of tokens."""

from django.urls import path

from prongsai.tokens.web import people, views

app_name = "tokens"
urlpatterns = [
    path("", views.find_own, name="own"),
    path("keys.json", people.list_keys, name="keys"),
    path("units/<str:code>/", views.show_unit, name="unit"),
    path("units/<str:code>/people/", views.list_people, name="people"),
    path("units/<str:code>/people/remove/", views.remove_people, name="people-remove"),
    path("units/<str:code>/open/", views.open_round, name="open"),
    path("units/<str:code>/remind/", views.remind, name="remind"),
    path("me/<str:link>/", people.show_person, name="person"),
    path("me/<str:link>/sign/", people.sign, name="sign"),
]
