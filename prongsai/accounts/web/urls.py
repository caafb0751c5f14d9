"""Addresses of the own account, invitations and recoveries."""

from django.urls import path

from prongsai.accounts.web.views import accepting, invitations, me, recoveries

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="profile"),
    path("me/sessions/end/", me.sessions_end, name="sessions-end"),
    path("me/sessions/<int:sign_in_id>/end/", me.session_end, name="session-end"),
    path("me/context/", me.context_switch, name="context-switch"),
    path("invitations/", invitations.list_invitations, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/many/", invitations.invite_many, name="invite-many"),
    path("invitations/accept/", accepting.accept, name="invitation-accept"),
    path("invitations/accept/<str:token>/", accepting.open_link, name="invitation-open"),
    path("invitations/<int:invitation_id>/", invitations.show_invitation, name="invitation"),
    path("invitations/<int:invitation_id>/resend/", invitations.resend, name="invitation-resend"),
    path("invitations/<int:invitation_id>/revoke/", invitations.revoke, name="invitation-revoke"),
    path("invitations/<int:invitation_id>/link/", invitations.show_link, name="invitation-link"),
    path("accounts/recoveries/", recoveries.list_recoveries, name="recoveries"),
    path("accounts/recoveries/new/", recoveries.ask, name="recovery-ask"),
    path("accounts/recoveries/<int:recovery_id>/link/", recoveries.show_link, name="recovery-link"),
    path("accounts/recover/", recoveries.use, name="recovery-use"),
    path("accounts/recover/<str:token>/", recoveries.open_link, name="recovery-open"),
]
