"""Addresses of imports."""

from django.urls import path, re_path

from prongsai.organizations.web.views import imports as views

app_name = "imports"
urlpatterns = [
    path("", views.list_imports, name="list"),
    path("new/", views.new_import, name="new"),
    re_path(r"^template\.(?P<ending>csv|xlsx)$", views.template, name="template"),
    path("<str:code>/", views.show_import, name="import"),
    path("<str:code>/apply/", views.apply, name="apply"),
    path("<str:code>/undo/", views.undo, name="undo"),
]
