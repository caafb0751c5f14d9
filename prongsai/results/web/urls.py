"""Addresses of results."""

from django.urls import path

from prongsai.results.web import open_views, run_views, views

app_name = "results"
urlpatterns = [
    path("", views.list_results, name="list"),
    path("units/<str:code>/", views.show_unit, name="unit"),
    path("units/<str:code>/<int:year>/", open_views.explain, name="explain"),
    path("runs/", run_views.list_runs, name="runs"),
    path("runs/<int:run_id>/", run_views.show_run, name="run"),
    path("runs/<int:run_id>/publish/", run_views.publish, name="publish"),
    path("marks/", run_views.list_marks, name="marks"),
    path("open/", open_views.list_editions, name="editions"),
    path("open/<slug:framework>/<int:number>/", open_views.show_edition, name="edition"),
    path("open/<slug:framework>/<int:number>.zip", open_views.send_zip, name="zip"),
    path("open/<slug:framework>/<int:number>/<str:path>", open_views.send_file, name="file"),
]
