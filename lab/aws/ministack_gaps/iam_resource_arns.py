"""The resource that an IAM action is authorised on.

MiniStack forgets a role's path and knows no OIDC providers, so a policy that
is scoped to either would not work as on AWS (Service Authorization Reference,
"Actions, resources, and condition keys for AWS IAM").
"""

from ministack.core import iam_actions
from ministack.services import iam

from ministack_gaps.names import stored_name

_extract_resource_arn = iam_actions.extract_resource_arn


def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
    if service == "iam":
        own = (_role_arn(query_params, account_id) or _provider_arn(query_params, account_id)
               or iam._p(query_params, "PolicySourceArn"))
        if own:
            return own
    return _extract_resource_arn(service, method, path, headers, body, query_params, region, account_id)


def _role_arn(params, account_id):
    name = iam._p(params, "RoleName")
    if not name:
        return None
    role = iam._roles.get_scoped(account_id, None, stored_name(iam._roles, name))
    if role:
        return role["Arn"]
    role_path = (iam._p(params, "Path") or "/") if iam._p(params, "Action") == "CreateRole" else "/"
    return f"arn:aws:iam::{account_id}:role{role_path}{name}"


def _provider_arn(params, account_id):
    arn = iam._p(params, "OpenIDConnectProviderArn")
    if arn or iam._p(params, "Action") != "CreateOpenIDConnectProvider":
        return arn
    return f"arn:aws:iam::{account_id}:oidc-provider/{iam._p(params, 'Url').removeprefix('https://')}"


def close():
    # Evidence: documentation Actions are authorized on the ARN with the role's path, or on that of the provider.
    # Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS IAM".
    iam_actions.extract_resource_arn = extract_resource_arn
