"""Addresses of requests that need a second person."""

from django.urls import path

from prongsai.approvals.web import views

app_name = "approvals"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("mine/", views.mine, name="mine"),
    path("history/", views.history, name="history"),
    path("<int:request_id>/", views.request_page, name="request"),
    path("<int:request_id>/approve/", views.approve, name="approve"),
    path("<int:request_id>/reject/", views.reject, name="reject"),
    path("<int:request_id>/withdraw/", views.withdraw, name="withdraw"),
]
