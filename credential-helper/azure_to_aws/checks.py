"""What the token says against what the role trusts, before AWS is asked: AWS has one sentence for every mismatch."""
import time

from .failure import Failure, one_line
from .times import utc

# A token that is younger has seen what was there when it was asked for.
OLD_SECONDS = 5 * 60


class Check:
    """One comparison. verdict: "ok", "differs", or "unchecked" where nothing was given to compare with."""

    def __init__(self, name, found, wanted, verdict, remedy=None):
        self.name = name
        self.found = found
        self.wanted = wanted
        self.verdict = verdict
        self.remedy = remedy

    def __str__(self):
        if self.wanted is None:
            return self.remedy
        shown = one_line(self.found, longest=300)
        return "the token's %s is %r, the role trusts %r: %s" % (self.name, shown, self.wanted, self.remedy)


def judge(claims, options):
    """Every check of a token, in the order in which people should read them."""
    return [_issuer(claims, options), _audience(claims, options), _subject(claims, options), _time(claims)]


def require(claims, options):
    """Raises a Failure that names every difference between the token and what the role trusts, with its remedy."""
    differences = [check for check in judge(claims, options) if check.verdict == "differs"]
    if differences:
        # Only a difference that a newer token would not have is explained by age.
        changeable = any(check.wanted is not None for check in differences)
        remark = age_remark(claims) if changeable else ""
        raise Failure("; ".join(str(check) for check in differences) + remark)


def age_remark(claims):
    """What to add to a refusal where the token may be older than what it is refused for; else an empty text."""
    if claims.issued is None or _version(claims.issuer) is None:
        return ""
    age = time.time() - claims.issued
    if age < OLD_SECONDS:
        return ""
    lacks = "" if claims.has_roles else " and carries no app role: it may be older than the identity's assignment"
    return (
        "; the token was issued %d min ago%s; Azure hands out the same one for up to 24 h, and what was assigned or"
        " changed since counts from the next one" % (age / 60, lacks)
    )


def _issuer(claims, options):
    fits = claims.issuer == options.issuer
    return _compare("issuer (iss)", claims.issuer, options.issuer, fits, _issuer_remedy, claims)


def _audience(claims, options):
    # AWS compares azp, where a token has it, and aud otherwise.
    if claims.authorized_party is not None:
        fits = claims.authorized_party.lower() == options.client_id
        return _compare("azp", claims.authorized_party, options.client_id, fits, _party_remedy, claims)
    fits = options.audience in claims.audiences
    return _compare("audience (aud)", claims.audience, options.audience, fits, _audience_remedy, claims)


def _subject(claims, options):
    fits = options.subject in (claims.subject, claims.subject.lower())
    return _compare("subject (sub)", claims.subject, options.subject, fits, _subject_remedy, claims)


def _time(claims):
    late = time.time() - claims.expires
    if late < 0:
        return Check("expiry (exp)", utc(claims.expires), None, "ok")
    remedy = "the token expired %d s ago by this machine's clock: set the clock if it is ahead, else try again later"
    return Check("expiry (exp)", utc(claims.expires), None, "differs", remedy % late)


def _compare(name, found, wanted, fits, remedy, claims):
    if wanted is None:
        return Check(name, found, None, "unchecked")
    return Check(name, found, wanted, "ok") if fits else Check(name, found, wanted, "differs", remedy(claims, wanted))


def _issuer_remedy(claims, wanted):
    if claims.issuer.rstrip("/") == wanted.rstrip("/"):
        return "they differ by the slash at the end, which is part of the issuer"
    versions = _version(claims.issuer), _version(wanted)
    if None in versions:
        return "the token is of another issuer than the one that the role trusts: --source names where it comes from"
    if versions[0] != versions[1]:
        return (
            "the token is of version %d: set the application's requestedAccessTokenVersion to %d, or trust the other; "
            "where that was done already, Azure hands out a token that it kept: wait, or change to another audience"
            % versions
        )
    return "the identity lives in another tenant than the one that the role trusts"


def _party_remedy(claims, wanted):
    return "a v2 token names the identity's client ID: give that identity's client ID as --client-id"


def _audience_remedy(claims, wanted):
    if _version(claims.issuer) is None:
        return "give the audience that the cluster's token has, and let role and provider trust the same"
    return "give the application ID URI exactly as registered, and let role and provider trust the same"


def _subject_remedy(claims, wanted):
    if isinstance(claims.client_id, str) and claims.client_id.lower() == wanted:
        return "that is the identity's client ID: give and trust its principal (object) ID, %s" % (
            one_line(claims.subject, longest=300)
        )
    return "the role trusts another identity: --client-id and --subject must belong to the same one"


def _version(issuer):
    """The version of Entra's tokens that an issuer stands for, or None if it is not Entra."""
    host, _, path = issuer[len("https://") :].partition("/")
    if host.startswith("sts."):
        return 1
    return 2 if host.startswith("login.") and path.rstrip("/").endswith("/v2.0") else None
