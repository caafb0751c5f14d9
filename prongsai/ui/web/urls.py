"""Addresses of the interface itself: theme and style guide."""

from django.urls import path

from prongsai.ui.web import views

urlpatterns = [
    path("theme/", views.set_theme, name="set_theme"),
    path("styleguide", views.styleguide, name="styleguide"),
    path("styleguide/frame", views.frame, name="styleguide-frame"),
    path("styleguide/branch", views.branch, name="styleguide-branch"),
    path("styleguide/confirm", views.confirm, name="styleguide-confirm"),
]
