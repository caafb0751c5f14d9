"""The pages that are photographed: under which demo account, and at which address.

An account is a role of the demo ("" is a visitor who has not signed in).
"""

PAGES: list[tuple[str, str]] = [
    ("", "/accounts/login/"),
    ("", "/accounts/password/reset/"),
    ("", "/styleguide"),
    ("", "/styleguide/frame"),
    ("", "/styleguide/confirm"),
    ("", "/no-such-page"),
    ("agency_admin", "/"),
    ("agency_executive", "/"),
    ("district_chief", "/"),
    ("province_coordinator", "/"),
    ("commission_owner", "/"),
    ("auditor", "/"),
    ("commission_owner", "/units/"),
    ("province_coordinator", "/units/tree/"),
    ("province_coordinator", "/results/"),
    ("province_coordinator", "/people/"),
    ("province_coordinator", "/people/orphans/"),
    ("province_coordinator", "/invitations/"),
    ("province_coordinator", "/invitations/new/"),
    ("province_coordinator", "/seasons/"),
    ("agency_admin", "/people/handover/"),
    ("agency_admin", "/me/"),
    ("commission_owner", "/approvals/"),
    ("auditor", "/audit/"),
    ("agency_admin", "/seasons/"),
    ("commission_owner", "/seasons/"),
    ("agency_admin", "/inbox/"),
    ("district_chief", "/people/"),
    ("district_chief", "/people/orphans/"),
    ("district_chief", "/people/handover/"),
    ("agency_admin", "/people/handover/"),
    ("agency_executive", "/people/appointments/"),
]
