"""Addresses of “You said, we did”: two for everybody, the rest for the agency."""

from django.urls import path

from prongsai.feedback.web import edit, views

app_name = "feedback"
urlpatterns = [
    path("<str:code>/", views.show, name="latest"),
    path("<str:code>/<int:year>/", views.show, name="page"),
    path("<str:code>/<int:year>/edit/", edit.draft, name="draft"),
    path("<str:code>/<int:year>/edit/new/", edit.change, name="add"),
    path("<str:code>/<int:year>/edit/publish/", edit.publish, name="publish"),
    path("<str:code>/<int:year>/edit/<int:measure_id>/", edit.change, name="measure"),
    path("<str:code>/<int:year>/edit/<int:measure_id>/remove/", edit.remove, name="remove"),
]
