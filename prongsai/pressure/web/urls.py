"""Addresses of the channel of pressure."""

from django.urls import path

from prongsai.pressure.web.views import desk, public

app_name = "pressure"
urlpatterns = [
    path("", public.report, name="report"),
    path("case/", public.show_own, name="case"),
    path("desk/", desk.enter, name="entry"),
    path("desk/cases/", desk.list_cases, name="desk"),
    path("desk/counts/", desk.show_counts, name="counts"),
    path("desk/cases/<str:number>/", desk.show_case, name="show"),
    path("desk/cases/<str:number>/reply/", desk.reply, name="reply"),
    path("desk/cases/<str:number>/close/", desk.close, name="close"),
]
