"""Addresses of the live board."""

from django.urls import path

from prongsai.surveys.web.board import views

app_name = "board"
urlpatterns = [
    path("", views.show_areas, name="areas"),
    path("agencies/", views.list_agencies, name="agencies"),
    path("<str:code>/", views.show_unit, name="unit"),
]
