"""One OpenID Connect provider for staff, read from the environment; none where none is named."""

from typing import Any
from urllib.parse import urlsplit

from config import env

# What a profile brings: default scopes, the claim that says who somebody is, the button's name.
PROFILES = {
    "generic": ("openid profile", "sub", "OpenID"),
    "thaid": ("pid openid given_name family_name", "pid", "ThaID"),
}


def read_providers() -> dict[str, Any]:
    """Return SOCIALACCOUNT_PROVIDERS; empty switches the sign-in by another service off."""
    issuer = env.text("PRONGSAI_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return {}
    parts = urlsplit(issuer)
    if not parts.netloc or parts.scheme not in {"https", "http"}:
        raise env.BadSetting("PRONGSAI_OIDC_ISSUER", "must be an address such as https://id.go.th")
    scopes, claim, name = PROFILES[
        env.choice("PRONGSAI_OIDC_PROFILE", tuple(PROFILES), default="generic")
    ]
    return make_providers(
        issuer,
        client_id=env.secret("PRONGSAI_OIDC_CLIENT_ID"),
        secret=env.secret("PRONGSAI_OIDC_CLIENT_SECRET"),
        scopes=env.words("PRONGSAI_OIDC_SCOPES", scopes),
        claim=env.text("PRONGSAI_OIDC_CLAIM", claim),
        name=env.text("PRONGSAI_OIDC_NAME", name),
    )


def make_providers(
    issuer: str, *, client_id: str, secret: str, scopes: list[str], claim: str, name: str
) -> dict[str, Any]:
    """Return the settings of one provider, always with PKCE."""
    app = {
        "provider_id": "staff",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "scope": scopes,
            "identity_claim": claim,
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def get_origin(providers: dict[str, Any]) -> list[str]:
    """Return where the browser is sent to sign in, for the content security policy."""
    if not providers:
        return []
    url = urlsplit(providers["openid_connect"]["APPS"][0]["settings"]["server_url"])
    return [f"{url.scheme}://{url.netloc}"]
