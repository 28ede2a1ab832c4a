"""Which message explains a refusal of AWS STS.

The codes are those of AssumeRoleWithWebIdentity in its API reference (and in botocore's model of STS). The texts that
tell cases apart are from articles on it in AWS re:Post and from users' reports. If AWS changes them, its own words
remain.
"""
from .failure import one_line
from .messages import Message

# What AWS says of a provider that does not exist. Since 2026 it is reported to say the second, also for an audience that
# the provider does not list.
NO_PROVIDER = "No OpenIDConnect provider found"
NOT_VALIDATED = "web identity token provided could not be validated"
# Among them a provider that was just created.
AWAITED = (NO_PROVIDER, NOT_VALIDATED)


def message(code, text, reply, age, options, claims):
    """The Message for a refusal. `reply`: the answer in AWS's words; `age`: a remark on the age of the token."""
    fields = {
        "role": options.role_arn,
        "account": options.role_arn.split(":")[4],
        "issuer": one_line(claims.issuer, longest=300),
        "audience": one_line(claims.compared_audience, longest=300),
        "subject": one_line(claims.subject, longest=300),
        "region": options.region,
        "duration": options.duration,
        "age": age,
        "reply": reply,
    }
    return Message(_code(code, text), **fields)


def _code(code, text):
    if code == "InvalidIdentityToken":
        if NO_PROVIDER in text:
            return "sts-no-provider"
        if NOT_VALIDATED in text:
            return "sts-not-validated"
        if "audience" in text.lower():
            return "sts-audience-not-listed"
        return "sts-issuer-keys" if "verification key" in text else "sts-token-invalid"
    if code == "ValidationError":
        return "sts-duration" if "MaxSessionDuration" in text else "sts-refused"
    return {
        "AccessDenied": "sts-access-denied",
        "ExpiredTokenException": "sts-token-expired",
        "RegionDisabledException": "sts-region-disabled",
        "IDPRejectedClaim": "sts-claim-rejected",
    }.get(code, "sts-refused")
