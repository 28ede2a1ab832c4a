"""What a token says. Nothing of it is secret; the token is."""
import base64
import json
import re

from .failure import Failure
from .messages import Message

LONGEST_TOKEN = 20000
# Three parts in Base64url without padding (RFC 7515, section 3.1): Python's own reader skips whatever else is in them.
JWT = re.compile(r"[\w-]+\.([\w-]+)\.[\w-]+", re.ASCII)
# What a report may show. The rest is of no use to people.
SHOWN = ("iss", "aud", "azp", "appid", "sub", "oid", "tid", "idtyp", "roles", "ver", "uti", "jti", "iat", "nbf", "exp")


class Claims:
    """The claims that matter here. audience: all of them, joined, as a person reads it."""

    def __init__(self, claims):
        self.issuer = claims["iss"]
        self.audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        self.audience = ", ".join(self.audiences)
        self.subject = claims["sub"]
        self.expires = claims["exp"]
        self.issued = claims["iat"] if _is_time(claims.get("iat")) else None
        self.authorized_party = claims.get("azp")
        # What AWS compares with the client IDs of the provider, and as `aud` with the trust policy.
        self.compared_audience = self.audience if self.authorized_party is None else self.authorized_party
        # The identity's client ID: v2 has it in azp, v1 in appid.
        self.client_id = claims.get("azp") or claims.get("appid")
        self.has_roles = bool(claims.get("roles"))
        # Entra's name for it, then Kubernetes'.
        ids = [claims.get(name) for name in ("uti", "jti")]
        self.token_id = next((text for text in ids if isinstance(text, str)), None)
        self.shown = {name: claims[name] for name in SHOWN if name in claims}


def read(token):
    """The claims of a token; its signature is AWS's to check. A Failure says what is malformed, never the token."""
    form = JWT.fullmatch(token) if len(token) <= LONGEST_TOKEN else None
    try:
        if form is None:
            raise ValueError()
        payload = form.group(1)
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode("utf-8"))
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise Failure(Message("token-not-jwt", bytes=LONGEST_TOKEN))
    problems = []
    for name in ("iss", "aud", "sub"):
        found = claims.get(name)
        # Kubernetes lists its audiences.
        several = found if name == "aud" and isinstance(found, list) and found else [found]
        if not all(isinstance(text, str) for text in several):
            problems.append("%s is not a string" % name)
    if not isinstance(claims.get("azp", ""), str):
        problems.append("azp is not a string")
    if not _is_time(claims.get("exp")):
        problems.append("exp is not a time")
    if problems:
        raise Failure(Message("token-claims-invalid", problems=", ".join(problems)))
    return Claims(claims)


def _is_time(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e11
