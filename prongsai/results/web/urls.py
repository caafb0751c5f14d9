"""Addresses of results."""

from django.urls import path

from prongsai.results.web import views

app_name = "results"
urlpatterns = [
    path("", views.list_results, name="list"),
    path("units/<str:code>/", views.show_unit, name="unit"),
]
