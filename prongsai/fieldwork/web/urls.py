"""Addresses of the fieldwork; everything of the device lies below app/, the reach of its worker."""

from django.urls import path

from prongsai.fieldwork.web import app, cases, paper, set_up, views

app_name = "fieldwork"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("new/", views.create, name="create"),
    path("<int:round_id>/", views.show, name="round"),
    path("<int:round_id>/agencies/", set_up.agencies, name="agencies"),
    path("<int:round_id>/people/", set_up.people, name="people"),
    path("<int:round_id>/cases/", cases.cases, name="cases"),
    path("<int:round_id>/cases/import/", cases.import_list, name="import"),
    path("<int:round_id>/cases/assign/", cases.assign, name="assign"),
    path("<int:round_id>/cases/reopen/", cases.reopen, name="reopen"),
    path("<int:round_id>/close/", views.close, name="close"),
    path("<int:round_id>/paper/", paper.bundles, name="bundles"),
    path("<int:round_id>/paper/new/", paper.create, name="bundle-create"),
    path("paper/<int:bundle_id>/", paper.show, name="bundle"),
    path("paper/<int:bundle_id>/key/", paper.key, name="bundle-key"),
    path("paper/<int:bundle_id>/discard/", paper.discard, name="bundle-discard"),
    path("mine/", paper.own, name="own"),
    path("app/", app.shell, name="app"),
    path("app/worker.js", app.worker, name="worker"),
    path("app/manifest.webmanifest", app.manifest, name="manifest"),
    path("app/hello", app.hello, name="hello"),
    path("app/list", app.load_list, name="list"),
    path("app/attempts", app.take_attempts, name="attempts"),
    path("app/answers", app.take_answers, name="answers"),
]
