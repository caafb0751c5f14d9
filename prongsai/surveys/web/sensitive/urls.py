"""Address of the estimates of sensitive questions."""

from django.urls import path

from prongsai.surveys.web.sensitive import views

app_name = "sensitive"
urlpatterns = [path("", views.show_estimates, name="estimates")]
