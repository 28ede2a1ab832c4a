"""The conditions that IAM demands of a trust policy for an issuer that many customers share.

IAM demands none for other issuers. Entra is one of them, except for the tenant of Microsoft Sentinel.
"""

import re

from ministack.core.iam_evaluator import fnmatch_iam

WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
_PROVIDER = re.compile(r"arn:[\w-]+:iam::\d{12}:oidc-provider/(?P<issuer>.+)")
_COGNITO = "cognito-identity.amazonaws.com"
_GITHUB = "token.actions.githubusercontent.com"
_SENTINEL = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"
_TURBONOMIC = {
    "rh-oidc.s3.us-east-1.amazonaws.com": (
        "22ejnvnnturfmt6km08idd0nt4hekbn7", "23e3sd27sju1hoou6ohfs68vbno607tr", "23ne21h005qjl3n33d8dui5dlrmv2tmg",
        "24jrf12m5dj7ljlfb4ta2frhrcoadm26"),
    "oidc.op1.openshiftapps.com": ("2f785sojlpb85i7402pk3qogugim5nfb", "2c51blsaqa9gkjt0o9rt11mle8mmropu"),
}
# Evidence: documentation Each shared issuer has one claim that a trust policy must limit. Source: IAM User Guide,
# "Identity-provider controls for shared OIDC providers". Recorded are Cognito, GitHub's two, GitLab, and Terraform.
#
# Evidence: inferred The issuer of Microsoft Sentinel has its rule with the slash at its end too. Reason: the page lists
# it without, and its tokens have it; this is the stricter choice.
_CLAIMS = {
    **{f"{host}/{path}": f"{host}/{path}:sub" for host, paths in _TURBONOMIC.items() for path in paths},
    **{issuer: f"{issuer}:sub" for issuer in (
        "agent.buildkite.com", "app.terraform.io", "gitlab.com", "oidc-configuration.audit-log.githubusercontent.com",
        "oidc.codefresh.io", "proidc.upbound.io", "scalr.io", "studio.datachain.ai/api", "tokens.cloud.shisho.dev",
        "vstoken.actions.githubusercontent.com")},
    **{issuer: f"{issuer}:aud" for issuer in (_COGNITO, "api.pulumi.com/oidc", "oidc.vercel.com", "sandboxes.cloud")},
    **{issuer: "sts:RoleSessionName" for issuer in (_SENTINEL, f"{_SENTINEL}/")},
}
_SIGN_IN = {
    "accounts.google.com": ("aud", "oaud", "sub"), "graph.facebook.com": ("app_id", "sub"),
    "www.amazon.com": ("app_id", "sub"),
}


def refusal(statement):
    """None, or the text with which IAM refuses a *statement* whose grammar is right.

    Evidence: recorded Only a statement that allows
    ``AssumeRoleWithWebIdentity`` needs a condition, and each of them needs its
    own. Source: radkawar/stackd iam/policy/testdata/oidc_trust_controls_aws.json
    at 9dc356f (`deny-missing`, `tag-only-missing`, `valid-and-unrestricted`).

    Evidence: inferred A pattern of actions and ``NotAction`` count if they allow
    this action, whatever the case of their letters. Reason: only names of
    actions are recorded; IAM's own evaluation of a policy reads them so.
    """
    if statement["Effect"] == "Deny" or not _allows_web_identity(statement):
        return None
    principals = _listed(statement["Principal"].get("Federated", []))
    return next(filter(None, (_refusal_of(name, statement.get("Condition")) for name in principals)), None)


def _refusal_of(principal, condition):
    provider = _PROVIDER.fullmatch(principal)
    issuer = provider["issuer"] if provider else principal
    blocks = [(_operator(operator), keys) for operator, keys in (condition or {}).items()]
    if not provider and issuer in _SIGN_IN:
        keys = {f"{issuer}:{claim}" for claim in _SIGN_IN[issuer]}
        # Evidence: recorded Google, Amazon, and Facebook need one of their claims with an operator of equality, in the
        # case of the letters that IAM knows, and with any value. Source: radkawar/stackd
        # iam/policy/testdata/oidc_trust_controls_edges_aws.json at 9dc356f.
        if any(operator in ("StringEquals", "StringEqualsIgnoreCase") and keys & set(block)
               for operator, block in blocks):
            return None
        return f"Policy trusting {issuer} requires a StringEquals condition on an application id"
    if issuer == _COGNITO and not condition:
        # Evidence: recorded Cognito without a condition has its own text. Source: radkawar/stackd
        # iam/policy/testdata/oidc_trust_controls_aws.json at 9dc356f (`missing`).
        return "A condition block must be present for the Cognito provider"
    # Evidence: recorded The rule for GitHub Actions is that of every issuer that begins like its own. Source:
    # radkawar/stackd iam/policy/testdata/oidc_trust_controls_details_aws.json at 9dc356f (`issuer-suffix`).
    github = issuer.startswith(_GITHUB)
    claims = [f"{issuer}:sub", f"{issuer}:job_workflow_ref"] if github else [*filter(None, [_CLAIMS.get(issuer)])]
    scoped = _scoped_github if github else _scoped
    if not claims or any(_limits(operator, block, claims, scoped) for operator, block in blocks):
        return None
    # Evidence: recorded A shared issuer needs its claim in a condition of a known operator, and the text names the issuer,
    # or for GitHub Actions the principal. Source: radkawar/stackd
    # iam/policy/testdata/oidc_trust_controls_aws.json and oidc_trust_controls_github_aws.json at 9dc356f.
    return (f"Trust policy with trusted principal {principal if github else issuer} must evaluate, using StringEquals, "
            f"StringLike or StringEqualsIgnoreCase, {' or '.join(claims)} which is not scoped to all.")


def _limits(operator, block, claims, scoped):
    """Whether one operator of a condition limits one of *claims*. If it has several of them, each must be scoped."""
    if operator not in ("StringEquals", "StringLike", "StringEqualsIgnoreCase"):
        return False
    known = {claim.lower() for claim in claims}
    limited = [value for key, value in block.items() if key.lower() in known]
    return bool(limited) and all(scoped(text) for value in limited for text in map(str, _listed(value)))


def _scoped(text):
    # Evidence: recorded A star alone is not scoped; other patterns, an empty string, and an empty list are. Source:
    # radkawar/stackd iam/policy/testdata/oidc_trust_controls_aws.json at 9dc356f.
    return text != "*"


def _scoped_github(text):
    # Evidence: recorded For GitHub Actions, no value begins with a star or is blank. Source: radkawar/stackd
    # iam/policy/testdata/oidc_trust_controls_github_aws.json at 9dc356f.
    return not text.startswith("*") and text.strip() != ""


def _operator(name):
    return name.removeprefix("ForAnyValue:").removeprefix("ForAllValues:")


def _allows_web_identity(statement):
    if "NotAction" in statement:
        return not any(fnmatch_iam(WEB_IDENTITY, action) for action in _listed(statement["NotAction"]))
    return any(fnmatch_iam(WEB_IDENTITY, action) for action in _listed(statement["Action"]))


def _listed(value):
    return value if isinstance(value, list) else [value]
