"""What to do about the codes of AWS STS.

The codes are those of AssumeRoleWithWebIdentity in its API reference (and in botocore's model of STS). The messages
that are told apart are from articles on it in AWS re:Post and from users' reports. Where AWS words them anew, its own
words remain.
"""
# What AWS says of a provider that is not there. Since 2026 it is reported to say the second, for an audience that the
# provider does not list too.
NO_PROVIDER = "No OpenIDConnect provider found"
NOT_VALIDATED = "web identity token provided could not be validated"
# Among them a provider that is only just made.
AWAITED = (NO_PROVIDER, NOT_VALIDATED)


def remedy(code, message, options, claims):
    """What a refusal means here and what to do, or None where STS's own words say it all."""
    compared = claims.audience if claims.authorized_party is None else claims.authorized_party
    if code == "AccessDenied":
        return (
            "%s does not exist yet, does not trust this token, or somebody suspended the role (docs/how-to/suspend-and-revoke.md)."
            " Its trust policy must name the provider of %s with aud %r and sub %r (a new role takes a while: --wait)"
            % (options.role_arn, claims.issuer, compared, claims.subject)
        )
    if code == "InvalidIdentityToken":
        if NO_PROVIDER in message:
            return "account %s has no OIDC provider whose URL is exactly %s" % (
                options.role_arn.split(":")[4],
                claims.issuer,
            )
        if NOT_VALIDATED in message:
            return "account %s must have an OIDC provider whose URL is exactly %s and that lists the audience %r" % (
                options.role_arn.split(":")[4],
                claims.issuer,
                compared,
            )
        if "audience" in message.lower():
            return "the OIDC provider of %s must list the audience %r" % (claims.issuer, compared)
        if "verification key" in message:
            return "AWS could not get the signing keys of %s; try again later" % claims.issuer
        return "AWS does not accept the token of %s" % claims.issuer
    if code == "ExpiredTokenException":
        return "the token from Azure has expired for AWS; if this repeats, check this machine's clock"
    if code == "ValidationError" and "MaxSessionDuration" in message:
        return "--duration %d is longer than the role allows: lower it or raise the role's MaxSessionDuration" % (
            options.duration
        )
    if code == "RegionDisabledException":
        return "STS is not active in %s for this account: activate it or give another --region" % options.region
    if code == "IDPRejectedClaim":
        return "AWS says that the identity provider rejected the claim; ask for a new token later"
    return None
