"""Addresses of accounts, invitations and recoveries."""

from django.urls import path

from prongsai.accounts.web.views import me

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="profile"),
    path("me/sessions/end/", me.sessions_end, name="sessions-end"),
    path("me/sessions/<int:sign_in_id>/end/", me.session_end, name="session-end"),
    path("me/context/", me.context_switch, name="context-switch"),
]
