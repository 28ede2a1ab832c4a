"""What an Entra token says, checked before AWS is asked: AWS answers every mismatch with the same sentence."""
import base64
import json
import time

from .failure import Failure, one_line

LONGEST_TOKEN = 20000


class Claims:
    """The claims that matter here. None of them is secret; the token is."""

    def __init__(self, claims):
        self.issuer = claims["iss"]
        self.audience = claims["aud"]
        self.subject = claims["sub"]
        self.expires = claims["exp"]
        self.authorized_party = claims.get("azp")
        self.token_id = claims.get("uti") if isinstance(claims.get("uti"), str) else None


def read(token):
    """The claims of a token; its signature is AWS's to check. A Failure says what is malformed, never the token."""
    parts = token.split(".")
    try:
        if len(parts) != 3 or not token.isascii() or len(token) > LONGEST_TOKEN:
            raise ValueError()
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise Failure("the token from Azure is no JWT: AWS only takes a signed JWT of at most %d bytes" % LONGEST_TOKEN)
    problems = ["%s is no string" % name for name in ("iss", "aud", "sub") if not isinstance(claims.get(name), str)]
    if not isinstance(claims.get("azp", ""), str):
        problems.append("azp is no string")
    expires = claims.get("exp")
    if not isinstance(expires, (int, float)) or isinstance(expires, bool) or not 0 <= expires < 1e11:
        problems.append("exp is no time")
    if problems:
        raise Failure("the token from Azure cannot be used: " + ", ".join(problems))
    return Claims(claims)


def check(claims, options):
    """Raises a Failure that names every difference between the token and what the role trusts, with its remedy."""
    problems = []
    if options.issuer is not None and claims.issuer != options.issuer:
        problems.append(_differs("issuer (iss)", claims.issuer, options.issuer, _issuer_remedy(claims, options)))
    # AWS compares azp, where a token has it, and aud otherwise.
    if claims.authorized_party is not None:
        if claims.authorized_party.lower() != options.client_id:
            remedy = "a v2 token names the identity's client ID: give that identity's client ID as --client-id"
            problems.append(_differs("azp", claims.authorized_party, options.client_id, remedy))
    elif claims.audience != options.audience:
        remedy = "give the application ID URI exactly as registered, and let role and provider trust the same"
        problems.append(_differs("audience (aud)", claims.audience, options.audience, remedy))
    if options.subject is not None and claims.subject.lower() != options.subject:
        remedy = "the role trusts another identity: --client-id and --subject must belong to the same one"
        problems.append(_differs("subject (sub)", claims.subject, options.subject, remedy))
    late = time.time() - claims.expires
    if late >= 0:
        problems.append(
            "the token expired %d s ago by this machine's clock: set the clock if it is ahead, else try again later"
            % late
        )
    if problems:
        raise Failure("; ".join(problems))


def _differs(what, found, wanted, remedy):
    return "the token's %s is %r, the role trusts %r: %s" % (what, one_line(found, longest=300), wanted, remedy)


def _issuer_remedy(claims, options):
    if claims.issuer.rstrip("/") == options.issuer.rstrip("/"):
        return "they differ by the slash at the end, which is part of the issuer"
    if _version(claims.issuer) != _version(options.issuer) and None not in (
        _version(claims.issuer),
        _version(options.issuer),
    ):
        return (
            "the token is of version %d: set the application's requestedAccessTokenVersion to %d, or trust the other"
            % (_version(claims.issuer), _version(options.issuer))
        )
    return "the identity lives in another tenant than the one that the role trusts"


def _version(issuer):
    host = issuer[len("https://") :].partition("/")[0]
    if host.startswith("sts."):
        return 1
    return 2 if issuer.rstrip("/").endswith("/v2.0") else None
