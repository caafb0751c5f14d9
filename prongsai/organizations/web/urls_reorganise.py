"""Addresses at which units are reorganised."""

from django.urls import path

from prongsai.organizations.web.views import reorganise as views

app_name = "reorganise"
urlpatterns = [
    path("", views.create, name="create"),
    path("<str:code>/", views.list_acts, name="acts"),
    path("<str:code>/<slug:name>/", views.act_on, name="act"),
]
