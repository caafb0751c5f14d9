"""Addresses of units and places."""

from django.urls import path

from prongsai.organizations.web.views import places, profiles, units

app_name = "organizations"
urlpatterns = [
    path("units/", units.list_units, name="list"),
    path("units/tree/", units.show_tree, name="tree"),
    path("units/<str:code>/", units.show_unit, name="unit"),
    path("units/<str:code>/below/", units.list_below, name="below"),
    path("units/<str:code>/profile/", profiles.edit_profile, name="profile"),
    path("units/<str:code>/profile/confirm/", profiles.confirm_contact, name="confirm"),
    path("units/<str:code>/divisions/", profiles.list_divisions, name="divisions"),
    path("units/<str:code>/divisions/<int:division_id>/", profiles.edit_division, name="division"),
    path(
        "units/<str:code>/divisions/<int:division_id>/close/",
        profiles.close_division,
        name="division-close",
    ),
    path("places/", places.list_places, name="places"),
]
