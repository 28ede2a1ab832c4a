"""Refusals as AWS words them, and requests without credentials.

MiniStack leaves the resource out of the text, and takes a request without
credentials for root's.
"""

import re

from ministack.core import iam_actions, iam_evaluator

_access_denied_response = iam_actions.access_denied_response
_enforce = iam_evaluator.enforce


def resource_words(service, action, resource_arn):
    """The resource as the service names it in a refusal.

    S3 puts the ARN in quotation marks. IAM says "role NAME" or "user NAME" of what is there already, as of the role in
    UpdateAssumeRolePolicy, and gives the ARN of what is to be made, passed on or simulated.
    So do the refusals that its users report; no page of AWS lists them.
    """
    if service == "s3":
        return f'"{resource_arn}"'
    kind, _, name = resource_arn.split(":", 5)[-1].partition("/")
    by_arn = re.fullmatch(rf"iam:(create{kind}|passrole|simulateprincipalpolicy)", action.lower())
    there = kind in ("role", "user", "group") and not by_arn
    return f"{kind} {name.rsplit('/', 1)[-1]}" if service == "iam" and there and name else resource_arn


def listed_resource(action, principal_arn):
    """What a refused list is of: IAM gives the ARN of the path that it lists."""
    listed = re.fullmatch(r"iam:list(role|user|group)s", action.lower())
    return f"arn:aws:iam::{principal_arn.split(':')[4]}:{listed[1]}/" if listed else "*"


def access_denied_response(service, action, principal_arn, request_id, *, resource_arn="*", message="", error_code="",
                           resource_policy_arn="", explicit_deny=False, headers=None):
    # Other texts, as about a key that nobody has, are whole, and may be about no principal at all.
    if service in ("iam", "sts", "s3") and not (message or error_code or resource_policy_arn):
        named = listed_resource(action, principal_arn) if service == "iam" and resource_arn == "*" else resource_arn
        if named != "*":
            resource = resource_words(service, action, named)
            message = iam_actions.identity_denial_message(action, principal_arn, resource, explicit_deny)
    return _access_denied_response(
        service, action, principal_arn, request_id, resource_arn=resource_arn, message=message, error_code=error_code,
        resource_policy_arn=resource_policy_arn, explicit_deny=explicit_deny, headers=headers)


def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    """As MiniStack's, but a request without credentials is nobody's.

    It gets what AWS serves unsigned, such as AssumeRoleWithWebIdentity, and nothing of S3: public bucket policies are
    not part of the lab.
    """
    if iam_evaluator._anonymous.get():
        if service == "s3":
            # Evidence: documentation S3 refuses unsigned requests: no bucket of the lab is public. Source: Amazon S3
            # API Reference, error responses.
            return iam_evaluator.AuthError("MissingAuthenticationToken", "Access Denied")
        if iam_evaluator._served_unsigned(service, iam_action):
            return None
    return _enforce(access_key_id, iam_action, service, region, resource_arn, service_context)


def close():
    # Evidence: log Refusals name principal, action, and resource, the resource in the words of each service. Source:
    # aws/aws-cdk #27067; no page of AWS lists the words.
    #
    # Evidence: recorded IAM names a role "role NAME". Source: radkawar/stackd testdata/aws/iam/role_acquisition.json at
    # 9dc356f (`ordinary_read_without_template_context`). Since 2026, a link to the denial follows, which is not played.
    iam_actions.access_denied_response = access_denied_response
    # Evidence: documentation AssumeRoleWithWebIdentity needs no credentials. Source: AWS STS API Reference,
    # AssumeRoleWithWebIdentity.
    iam_evaluator.enforce = enforce
