"""AssumeRoleWithWebIdentity after the front has verified the token.

MiniStack drops the trailing slash of an issuer, ignores ``azp``, the role's
path and longest session, and answers a subject and audience of its own. Here
the request's condition keys are put together as AWS documents them (IAM User
Guide, "Available keys for AWS OIDC federation"), and MiniStack's evaluator
decides on the role's trust policy.

Only requests that carry the front's secret are served: nobody gets in with a
token that was not verified by speaking to the emulator directly or by another
protocol than the front looks at.
"""

import base64
import hmac
import json
import time
from xml.sax.saxutils import escape

from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy
from ministack.core.responses import get_region
from ministack.services import iam, sts

from ministack_gaps import policy_variables, web_identity_events
from ministack_gaps.replication import Replication

ACTION = "AssumeRoleWithWebIdentity"
HEADER = "x-lab-web-identity"


def provider_name(issuer):
    """What stands in the provider's ARN and before the colon of its keys: the slash at the end belongs to it."""
    return issuer.removeprefix("https://")


# Evidence: documentation `aud` holds the token's `azp` where it has one, `oaud` the token's `aud`. Source: IAM User
# Guide, "Available keys for AWS OIDC federation".
# Evidence: source `sts:RoleAuthorizedByIdp` is true if the token names the role in `https://aws.amazon.com/roles`, and
# false if it lacks the claim. Source: radkawar/stackd internal/services/sts/testdata/oidc/README.md, a summary of
# recorded answers.
def condition_keys(claims, session_name):
    """The keys of one request, in lower case.

    ``aud`` holds the token's ``azp`` where it has one, ``oaud`` the token's
    ``aud`` in any case. The front has refused a token that names other roles.
    """
    name = provider_name(claims["iss"])
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) == 1:
        audience = audience[0]
    keys = {"aud": claims.get("azp", audience), "oaud": audience, "sub": str(claims["sub"])}
    keys.update({claim: claims[claim] for claim in ("amr", "email") if claim in claims})
    context = {f"{name}:{claim}".lower(): value for claim, value in keys.items()}
    names_role = claims.get("https://aws.amazon.com/roles") is not None
    return {**context, "sts:rolesessionname": session_name, "sts:roleauthorizedbyidp": str(names_role).lower()}


# Evidence: recorded The caller of a trust policy has the type ``User``, the account of the provider, the provider's ARN
# as `aws:userid`, and no `aws:PrincipalArn`. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws-trust.json
# at 9dc356f.
# Evidence: documentation `aws:FederatedProvider` is the provider's ARN. Source: IAM User Guide, "AWS global condition
# context keys".
def caller(account, provider, role_arn, keys):
    """What a trust policy sees of a request with a token."""
    return EvalContext(
        principal_arn=None, principal_type="User", principal_account=account, action=f"sts:{ACTION}",
        resource_arn=role_arn, region=get_region(),
        service_context={**keys, "aws:userid": provider, "aws:federatedprovider": provider})


def assume(params):
    role_arn, session_name = iam._p(params, "RoleArn"), iam._p(params, "RoleSessionName")
    account = role_arn.split(":")[4]
    claims = _claims(iam._p(params, "WebIdentityToken"))
    provider = f"arn:aws:iam::{account}:oidc-provider/{provider_name(claims['iss'])}"
    role = iam._roles.get_scoped(account, None, role_arn.rsplit("/", 1)[-1])
    keys = condition_keys(claims, session_name)
    context = caller(account, provider, role_arn, keys)
    if not role or role["Arn"] != role_arn or not _replication.has_arrived(role) or not evaluate_trust_policy(
            policy_variables.resolved(role["AssumeRolePolicyDocument"], context), provider, context):
        web_identity_events.note_refusal(role_arn, session_name, provider, keys)
        # Evidence: recorded A trust policy that does not allow the token is 403 `AccessDenied`, and so is a role that
        # was just created. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws-trust.json at 9dc356f
        # (`baseline-0`, `principal-account-anonymous`). The same for a role that is not there: aws/aws-sdk-net #1522.
        return _error(403, "AccessDenied", f"Not authorized to perform sts:{ACTION}")
    duration = int(iam._p(params, "DurationSeconds") or 3600)
    if duration > role["MaxSessionDuration"]:
        # Evidence: log A duration beyond that of the role is 400 `ValidationError`. Source: d2a4u/sqs4s #270.
        return _error(400, "ValidationError",
                      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    policies, refusal = sts._session_policies(params, account)
    if refusal:
        return refusal
    return _answer(_session(role, account, session_name, duration, policies), claims, provider)


def _claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def _session(role, account, session_name, duration, policies):
    """Registers a session of *role*; its time is the emulator's own."""
    session = {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{role['RoleName']}/{session_name}",
        "UserId": f"{role['RoleId']}:{session_name}",
        "SecretAccessKey": iam._gen_secret(), "SessionToken": iam._gen_session_token(),
        "Expiration": time.time() + duration, "AccountId": account, "PrincipalType": "AssumedRole",
        "SessionPolicies": policies if any(policies.values()) else None,
    }
    access_key_id = iam._gen_session_access_key()
    sts.register_session(access_key_id, session)
    return {**session, "AccessKeyId": access_key_id}


def _answer(session, claims, provider):
    """The answer, in the order of elements that AWS uses.

    Evidence: report The answer has `Audience`, `AssumedRoleUser` with
    `AssumedRoleId` and `Arn`, `Provider`, `Credentials` with `AccessKeyId`,
    `SecretAccessKey`, `SessionToken`, and `Expiration`, and
    `SubjectFromWebIdentityToken`, in this order. Source: captured answers in
    public repositories; the example of the STS API Reference has the same
    elements in another order.
    """
    expiration = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(session["Expiration"]))
    audience = claims.get("azp", claims["aud"])
    audience = audience if isinstance(audience, str) else audience[0]
    return sts._xml(200, f"{ACTION}Response", (
        f"<{ACTION}Result><Audience>{escape(audience)}</Audience>"
        f"<AssumedRoleUser><AssumedRoleId>{session['UserId']}</AssumedRoleId><Arn>{session['Arn']}</Arn>"
        f"</AssumedRoleUser><Provider>{escape(provider)}</Provider>"
        f"<Credentials><AccessKeyId>{session['AccessKeyId']}</AccessKeyId>"
        f"<SecretAccessKey>{session['SecretAccessKey']}</SecretAccessKey>"
        f"<SessionToken>{session['SessionToken']}</SessionToken><Expiration>{expiration}</Expiration></Credentials>"
        f"<SubjectFromWebIdentityToken>{escape(str(claims['sub']))}</SubjectFromWebIdentityToken>"
        f"</{ACTION}Result>"), ns="sts")


def _error(status, code, message):
    return sts._error(status, code, message, ns="sts")


_replication = Replication(seed="", most=0)


def close(front_secret, replication):
    global _replication
    _replication = replication
    handle_request = sts.handle_request

    async def handle(method, path, headers, body, query_params):
        if hmac.compare_digest(headers.get(HEADER, "").encode(), front_secret.encode()):
            return assume(dict(sts.parse_qs(body.decode())))
        return await handle_request(method, path, headers, body, query_params)

    # Evidence: inferred Only tokens that the front verified are taken. Reason: the emulator verifies no signatures.
    sts.handle_request = handle
    # Evidence: inferred Another protocol than the front reads has no such operation. Reason: nobody may get past the
    # front.
    # Evidence: inferred The text is that for an operation that does not exist. Reason: nobody may get past the front.
    sts._web_identity_trust_denied = lambda role_arn, params, use_json: _error(
        400, "InvalidAction", f"Could not find operation {ACTION}")
