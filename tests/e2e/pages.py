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
    ("province_coordinator", "/results/"),
    ("commission_owner", "/approvals/"),
    ("auditor", "/audit/"),
    ("agency_admin", "/inbox/"),
    ("district_chief", "/people/"),
    ("district_chief", "/people/orphans/"),
    ("district_chief", "/people/handover/"),
    ("agency_admin", "/people/handover/"),
    ("agency_executive", "/people/appointments/"),
]
