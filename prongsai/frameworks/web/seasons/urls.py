"""Addresses of seasons."""

from django.urls import path

from prongsai.frameworks.web.seasons import edit, views

app_name = "seasons"
urlpatterns = [
    path("", views.season_list, name="list"),
    path("new/", edit.create, name="create"),
    path("<slug:code>/", views.season, name="season"),
    path("<slug:code>/edit/", edit.edit, name="edit"),
    path("<slug:code>/publish/", edit.publish, name="publish"),
    path("<slug:code>/extend/", edit.extend, name="extend"),
    path("<slug:code>/versions/", views.versions, name="versions"),
    path("<slug:code>/calendar.ics", views.file, name="file"),
]
