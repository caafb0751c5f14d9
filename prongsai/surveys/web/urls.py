"""Addresses of the receipts and of publicity kits."""

from django.urls import path

from prongsai.surveys.web import views
from prongsai.surveys.web.kits import orders
from prongsai.surveys.web.kits import views as kits

app_name = "surveys"
urlpatterns = [
    path("receipts/", views.check_receipt, name="receipts"),
    path("receipts/index.json", views.list_releases, name="releases"),
    path("receipts/<int:release_id>.json", views.show_release, name="release"),
    path("kits/", orders.list_orders, name="kit-orders"),
    path("kits/orders/<int:order_id>/", orders.show_order, name="kit-order"),
    path("kits/orders/<int:order_id>/retry/", orders.retry, name="kit-retry"),
    path("kits/orders/<int:order_id>/delete/", orders.delete, name="kit-delete"),
    path("kits/orders/<int:order_id>/<str:province>.zip", orders.get_area, name="kit-area"),
    path("kits/of/<str:code>/", kits.show_kit, name="kit"),
    path("kits/of/<str:code>/<int:channel_id>.zip", kits.get_zip, name="kit-zip"),
    path("kits/of/<str:code>/<int:channel_id>/<str:name>", kits.get_file, name="kit-file"),
    path(
        "kits/of/<str:code>/<int:channel_id>/preview/<str:name>",
        kits.get_preview,
        name="kit-preview",
    ),
]
