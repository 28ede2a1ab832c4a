"""Compares the token with the command line before AWS is asked: AWS has one sentence for every mismatch.

What the role trusts is another matter. Only IAM knows it, and the helper cannot read it.
"""
import time

from .failure import Failure, one_line
from .messages import Message
from .times import utc

# A younger token reflects what existed when it was requested. Entra dates a new token 5 minutes back.
OLD_SECONDS = 10 * 60
# Azure reuses no token for longer, so a token that seems older shows a wrong clock.
OLDEST_SECONDS = 25 * 3600


class Check:
    """One comparison. verdict: "ok", "differs", or "unchecked" if the command line expects nothing.

    message: the Message for a difference; remedy: a remark that is no failure.
    """

    def __init__(self, name, found, wanted, verdict, message=None, remedy=None):
        self.name = name
        self.found = found
        self.wanted = wanted
        self.verdict = verdict
        self.message = message
        self.remedy = remedy


def judge(claims, options):
    """Every check of a token, in the order in which people should read them."""
    return [_issuer(claims, options), _audience(claims, options), _subject(claims, options), _time(claims)]


def require(claims, options):
    """Raises a Failure that names every difference between the token and the command line."""
    differences = [check for check in judge(claims, options) if check.verdict == "differs"]
    if differences:
        messages = [check.message for check in differences]
        # The age explains only what a newer token would not have.
        if any(check.wanted is not None for check in differences) and age_remark(claims):
            messages.append(Message("token-old", age=age_remark(claims).strip()))
        raise Failure(messages)


def age_remark(claims):
    """A sentence, after a space, if the token may be older than what it is refused for; else an empty string."""
    if claims.issued is None or _version(claims.issuer) is None:
        return ""
    age = time.time() - claims.issued
    if not OLD_SECONDS <= age <= OLDEST_SECONDS:
        return ""
    lacks = "" if claims.has_roles else " and has no app role, so it may be older than the identity's assignment"
    return " The token was issued %d min ago%s. Azure reuses a token for up to 24 h." % (age / 60, lacks)


def _issuer(claims, options):
    fits = claims.issuer == options.issuer
    code = None if options.issuer is None else _issuer_code(claims, options.issuer)
    return _compare("issuer (iss)", claims.issuer, options.issuer, fits, code, claims)


def _audience(claims, options):
    # AWS compares azp if a token has it, else aud.
    if claims.authorized_party is not None:
        fits = claims.authorized_party.lower() == options.client_id
        return _compare("azp", claims.authorized_party, options.client_id, fits, "token-azp-differs", claims)
    fits = options.audience in claims.audiences
    return _compare("audience (aud)", claims.audience, options.audience, fits, _audience_code(claims), claims)


def _subject(claims, options):
    fits = options.subject in (claims.subject, claims.subject.lower())
    return _compare("subject (sub)", claims.subject, options.subject, fits, _subject_code(claims, options.subject), claims)


def _time(claims):
    late = time.time() - claims.expires
    if late < 0:
        return Check("expiry (exp)", utc(claims.expires), None, "ok")
    return Check("expiry (exp)", utc(claims.expires), None, "differs", Message("token-expired", seconds=int(late)))


def _compare(name, found, wanted, fits, code, claims):
    if wanted is None:
        return Check(name, found, None, "unchecked")
    if fits:
        return Check(name, found, wanted, "ok")
    fields = {"found": one_line(found, longest=300), "wanted": wanted}
    if code == "token-issuer-version":
        fields.update(found_version=_version(claims.issuer), wanted_version=_version(wanted))
    return Check(name, found, wanted, "differs", Message(code, **fields))


def _issuer_code(claims, wanted):
    if claims.issuer.rstrip("/") == wanted.rstrip("/"):
        return "token-issuer-slash"
    versions = _version(claims.issuer), _version(wanted)
    if None in versions:
        return "token-issuer-other"
    return "token-issuer-tenant" if versions[0] == versions[1] else "token-issuer-version"


def _audience_code(claims):
    return "token-cluster-audience-differs" if _version(claims.issuer) is None else "token-audience-differs"


def _subject_code(claims, wanted):
    is_client_id = isinstance(claims.client_id, str) and claims.client_id.lower() == wanted
    return "token-subject-is-client-id" if is_client_id else "token-subject-differs"


def _version(issuer):
    """The version of Entra's tokens that an issuer stands for, or None if it is not Entra."""
    host, _, path = issuer[len("https://") :].partition("/")
    if host.startswith("sts."):
        return 1
    return 2 if host.startswith("login.") and path.rstrip("/").endswith("/v2.0") else None
