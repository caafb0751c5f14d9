"""Addresses of people, substitutes, the hand-over and the report of orphans."""

from django.urls import path

from prongsai.accounts.web.views import appointments, handovers, orphans, people

app_name = "people"
urlpatterns = [
    path("", people.list_people, name="list"),
    path("handover/", handovers.list_handovers, name="handovers"),
    path("handover/<str:code>/", handovers.show_handover, name="handover"),
    path("handover/<str:code>/finish/", handovers.finish_handover, name="handover-finish"),
    path("handover/<str:code>/<int:grant_id>/", handovers.choose_role, name="handover-role"),
    path("orphans/", orphans.show_orphans, name="orphans"),
    path("appointments/", appointments.list_appointments, name="appointments"),
    path(
        "appointments/<int:appointment_id>/end/",
        appointments.end_appointment,
        name="end-appointment",
    ),
    path("<int:person_id>/appointments/new/", appointments.begin_appointment, name="appoint"),
    path("<int:person_id>/", people.show_person, name="person"),
    path("<int:person_id>/grants/new/", people.grant_role, name="grant"),
    path("<int:person_id>/grants/<int:grant_id>/revoke/", people.revoke_role, name="revoke"),
]
