"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("prongsai.home.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
