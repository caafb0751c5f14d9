"""Functions that are named instead of imported, so that imports point down only."""

# Functions that a lower app needs from a higher one.
WIRING = {
    # For whoever scores: the sheets of an agency and year that do not count, with how many times.
    "discarded_sheets": "prongsai.integrity.selectors.discards.list_discarded_sheets",
    "scope_of_unit": "prongsai.organizations.selectors.scopes.get_scope",
    "unit_is_below": "prongsai.organizations.selectors.scopes.is_below",
    "unit_names": "prongsai.organizations.selectors.names.get_unit_names",
    "people_who_may": "prongsai.accounts.selectors.recipients.list_people_who_may",
    "recipients": "prongsai.accounts.selectors.recipients.list_recipients",
    "follow_calendar": "prongsai.surveys.services.following.follow_calendar",
    "open_token_link": "prongsai.surveys.services.tokens.open_token_link",
    "survey_year": "prongsai.surveys.selectors.tokens.get_survey_year",
    "unit_by_code": "prongsai.organizations.selectors.units.find_unit",
}
# What needs a second person: apply(actor, *, request), describe(payload) -> Explanation (pure).
APPROVAL_ACTIONS: dict[str, dict[str, str]] = {
    "invitation.send": {
        "apply": "prongsai.accounts.services.invitations.apply_invitation",
        "describe": "prongsai.accounts.services.invitations.describe_invitation",
    },
    "account.recover": {
        "apply": "prongsai.accounts.services.recoveries.apply_recovery",
        "describe": "prongsai.accounts.services.recoveries.describe_recovery",
    },
    "role.grant": {
        "apply": "prongsai.accounts.services.proposals.apply_grant",
        "describe": "prongsai.accounts.services.proposals.describe_grant",
    },
    "appointment.begin": {
        "apply": "prongsai.accounts.services.proposals.apply_appointment",
        "describe": "prongsai.accounts.services.proposals.describe_appointment",
    },
    "role.revoke": {
        "apply": "prongsai.accounts.services.proposals.apply_revocation",
        "describe": "prongsai.accounts.services.proposals.describe_revocation",
    },
    "feedback.publish": {
        "apply": "prongsai.feedback.services.apply_publication",
        "describe": "prongsai.feedback.services.describe_publication",
    },
    "integrity.discard": {
        "apply": "prongsai.integrity.services.discards.apply_discard",
        "describe": "prongsai.integrity.services.discards.describe_discard",
    },
    "integrity.thresholds": {
        "apply": "prongsai.integrity.services.thresholds.apply_thresholds",
        "describe": "prongsai.integrity.services.thresholds.describe_thresholds",
    },
    "results.publish": {
        "apply": "prongsai.results.services.publication.apply_publication",
        "describe": "prongsai.results.services.publication.describe_publication",
    },
    "season.version": {
        "apply": "prongsai.frameworks.services.versions.apply_version",
        "describe": "prongsai.frameworks.selectors.explanations.describe_version",
    },
    "framework.freeze": {
        "apply": "prongsai.frameworks.services.freezing.apply_freeze",
        "describe": "prongsai.frameworks.selectors.requests.describe_freeze",
    },
}

# Which of allauth's forms are replaced by ours.
ACCOUNT_FORMS = {
    "login": "prongsai.accounts.web.forms.sign_in.LoginForm",
    "reauthenticate": "prongsai.accounts.web.forms.sign_in.ReauthenticateForm",
    "change_password": "prongsai.accounts.web.forms.sign_in.ChangePasswordForm",
    "set_password": "prongsai.accounts.web.forms.sign_in.SetPasswordForm",
    "reset_password": "prongsai.accounts.web.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "prongsai.accounts.web.forms.sign_in.ResetPasswordKeyForm",
}

MFA_FORMS = {
    "authenticate": "prongsai.accounts.web.forms.second_factor.AuthenticateForm",
    "reauthenticate": "prongsai.accounts.web.forms.second_factor.ReauthenticateForm",
    "activate_totp": "prongsai.accounts.web.forms.second_factor.ActivateTOTPForm",
    "add_webauthn": "prongsai.accounts.web.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "prongsai.accounts.web.forms.second_factor.RenamePasskeyForm",
    "authenticate_webauthn": "prongsai.accounts.web.forms.second_factor.UsePasskeyForm",
    "reauthenticate_webauthn": "prongsai.accounts.web.forms.second_factor.ShowPasskeyAgainForm",
}
