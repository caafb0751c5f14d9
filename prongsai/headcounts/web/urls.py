"""Addresses of the yearly set-up."""

from django.urls import path

from prongsai.headcounts.web import files, views

app_name = "headcounts"
urlpatterns = [
    path("", views.list_setups, name="list"),
    path("remind/", views.remind_agencies, name="remind"),
    path("import/", files.new_file, name="import"),
    path("import/template.csv", files.get_template, name="template"),
    path("import/<str:code>/", files.show_file, name="file"),
    path("import/<str:code>/take/", files.take, name="file-take"),
    path("<str:code>/", views.show_setup, name="unit"),
    path("<str:code>/edit/", views.edit_setup, name="edit"),
    path("<str:code>/confirm/", views.confirm, name="confirm"),
    path("<str:code>/return/", views.send_back, name="return"),
]
