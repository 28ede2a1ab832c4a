"""OIDC providers and roles of CloudFormation stacks, made by IAM's own actions.

MiniStack's CloudFormation has no ``AWS::IAM::OIDCProvider``, and writes roles
into its IAM past all checks and without their permissions boundary. Here both
go through the actions that CloudFormation calls, so that a stack is refused
what IAM refuses. What is in the way of an update is left to MiniStack: a
property that it replaces on. Sources: CloudFormation Template Reference
(AWS::IAM::OIDCProvider, AWS::IAM::Role: properties, return values, "Update
requires").

An attached managed policy or an inline policy that came from elsewhere is not
the stack's: it stays in an update, and makes IAM refuse the role's deletion.
"""

import json
import re
from html import unescape

from ministack.core.responses import get_account_id
from ministack.services import iam
from ministack.services.cloudformation import provisioners

PROVIDER, ROLE = "AWS::IAM::OIDCProvider", "AWS::IAM::Role"


def _call(action, **members):
    """Carries out an action of IAM's; its refusal fails the resource, in IAM's words."""
    params = {}
    for name, value in members.items():
        if isinstance(value, list):
            for n, item in enumerate(value, 1):
                fields = item.items() if isinstance(item, dict) else [("", item)]
                params.update({f"{name}.member.{n}{field and '.' + field}": [str(v)] for field, v in fields})
        elif value is not None:
            params[name] = [json.dumps(value) if isinstance(value, dict) else str(value)]
    status, _, body = iam._IAM_HANDLERS[action](params)
    if status >= 400:
        message = re.search(r"<Message>(.*?)</Message>", body.decode() if isinstance(body, bytes) else body, re.DOTALL)
        # Evidence: log A resource of a stack fails with IAM's text, its service, and its status. Source: aws/aws-cdk
        # #27067; aws/copilot-cli #3844.
        raise ValueError(f"{unescape(message[1])} (Service: Iam, Status Code: {status})")


def _tags(props):
    """The tags of the template and of the stack, without those that CloudFormation adds itself.

    Evidence: report IAM resources do not get the `aws:cloudformation:` tags.
    Source: aws-cloudformation/cloudformation-coverage-roadmap #1159, #1966;
    the resource's schema says so too (`cloudFormationSystemTags`).
    """
    added = {f"aws:cloudformation:{name}" for name in ("stack-name", "stack-id", "logical-id")}
    return [tag for tag in props.get("Tags", []) if tag["Key"] not in added]


def _retag(kind, old, new, **of):
    tags = _tags(new)
    keys = {tag["Key"] for tag in tags}
    gone = [tag["Key"] for tag in _tags(old) if tag["Key"] not in keys]
    if gone:
        _call(f"Untag{kind}", TagKeys=gone, **of)
    if tags:
        _call(f"Tag{kind}", Tags=tags, **of)


def create_provider(_logical_id, props, _stack_name):
    _call("CreateOpenIDConnectProvider", Url=props.get("Url"), ClientIDList=props.get("ClientIdList", []),
          ThumbprintList=props.get("ThumbprintList", []), Tags=_tags(props))
    arn = f"arn:aws:iam::{get_account_id()}:oidc-provider/{props['Url'].removeprefix('https://')}"
    return arn, {"Arn": arn}


def update_provider(arn, old, new, _stack_name):
    of = {"OpenIDConnectProviderArn": arn}
    before, after = old.get("ClientIdList", []), new.get("ClientIdList", [])
    for client_id in [c for c in after if c not in before]:
        _call("AddClientIDToOpenIDConnectProvider", ClientID=client_id, **of)
    for client_id in [c for c in before if c not in after]:
        _call("RemoveClientIDFromOpenIDConnectProvider", ClientID=client_id, **of)
    if new.get("ThumbprintList", []) != old.get("ThumbprintList", []):
        _call("UpdateOpenIDConnectProviderThumbprint", ThumbprintList=new.get("ThumbprintList", []), **of)
    _retag("OpenIDConnectProvider", old, new, **of)
    return arn, {"Arn": arn}


def delete_provider(arn, _props):
    if arn in iam._oidc_providers:
        _call("DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)


def _policies(props):
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in props.get("Policies", [])}


def _grant(name, old, new):
    """Gives a role the policies of *new* that it does not have from *old*, and takes away the others."""
    before, after = _policies(old), _policies(new)
    attached, wanted = old.get("ManagedPolicyArns", []), new.get("ManagedPolicyArns", [])
    for arn in [a for a in attached if a not in wanted]:
        _call("DetachRolePolicy", RoleName=name, PolicyArn=arn)
    for policy in before.keys() - after.keys():
        _call("DeleteRolePolicy", RoleName=name, PolicyName=policy)
    for policy, document in after.items():
        _call("PutRolePolicy", RoleName=name, PolicyName=policy, PolicyDocument=document)
    for arn in [a for a in wanted if a not in attached]:
        _call("AttachRolePolicy", RoleName=name, PolicyArn=arn)


def _answer(name):
    role = iam._roles[name]
    return name, {"Arn": role["Arn"], "RoleId": role["RoleId"]}


def create_role(logical_id, props, stack_name):
    name = props.get("RoleName") or provisioners._physical_name(stack_name, logical_id, max_len=64)
    _call("CreateRole", RoleName=name, AssumeRolePolicyDocument=props["AssumeRolePolicyDocument"],
          Path=props.get("Path"), Description=props.get("Description"), Tags=_tags(props),
          MaxSessionDuration=props.get("MaxSessionDuration"), PermissionsBoundary=props.get("PermissionsBoundary"))
    try:
        _grant(name, {}, props)
    except ValueError:
        # CloudFormation removes what it could not finish.
        made = iam._roles[name]
        delete_role(name, {"Policies": [{"PolicyName": p, "PolicyDocument": {}} for p in made["InlinePolicies"]],
                           "ManagedPolicyArns": list(made["AttachedPolicies"])})
        raise
    return _answer(name)


def update_role(name, old, new, _stack_name):
    _call("UpdateAssumeRolePolicy", RoleName=name, PolicyDocument=new["AssumeRolePolicyDocument"])
    _call("UpdateRole", RoleName=name, Description=new.get("Description", ""),
          MaxSessionDuration=new.get("MaxSessionDuration", 3600))
    boundary = new.get("PermissionsBoundary")
    if boundary:
        _call("PutRolePermissionsBoundary", RoleName=name, PermissionsBoundary=boundary)
    elif old.get("PermissionsBoundary"):
        _call("DeleteRolePermissionsBoundary", RoleName=name)
    _grant(name, old, new)
    _retag("Role", old, new, RoleName=name)
    return _answer(name)


def delete_role(name, props):
    if name in iam._roles:
        _grant(name, props, {})
        _call("DeleteRole", RoleName=name)


def close():
    handlers = provisioners._RESOURCE_HANDLERS
    # Evidence: documentation A stack creates a provider by IAM's operations. Source: CloudFormation Template
    # Reference, AWS::IAM::OIDCProvider.
    # Evidence: documentation A stack changes a provider in place, except its URL. Source: CloudFormation Template
    # Reference, AWS::IAM::OIDCProvider.
    # Evidence: documentation A stack deletes its provider. Source: CloudFormation Template Reference,
    # AWS::IAM::OIDCProvider.
    handlers[PROVIDER] = {"create": create_provider, "update": update_provider, "delete": delete_provider}
    # Evidence: documentation A stack creates a role with its policies. Source: CloudFormation Template Reference,
    # AWS::IAM::Role.
    # Evidence: documentation A stack changes a role in place, except name and path. Source: CloudFormation Template
    # Reference, AWS::IAM::Role.
    # Evidence: documentation A stack deletes its role, unless the role has policies from elsewhere. Source:
    # CloudFormation Template Reference, AWS::IAM::Role.
    handlers[ROLE] = {"create": create_role, "update": update_role, "delete": delete_role}
    provisioners._REPLACING_PROPERTIES[PROVIDER] = ("Url",)
