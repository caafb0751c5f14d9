"""Public addresses of the receipts."""

from django.urls import path

from prongsai.surveys.web import views

app_name = "surveys"
urlpatterns = [
    path("", views.check_receipt, name="receipts"),
    path("index.json", views.list_releases, name="releases"),
    path("<int:release_id>.json", views.show_release, name="release"),
]
