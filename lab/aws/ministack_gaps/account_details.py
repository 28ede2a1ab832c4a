"""GetAccountAuthorizationDetails in pages, with boundaries, last use, and AWS's own policies.

MiniStack answers everything at once, without permissions boundaries and the
last use of roles, and writes texts into XML unescaped. Its credential report
is ready at once.
"""

import time
from functools import partial
from urllib.parse import quote
from xml.sax.saxutils import escape

from ministack.services import iam

from ministack_gaps import last_use
from ministack_gaps.constraints import members, seconds, tags_xml

# Evidence: documentation A page has 100 objects unless the request says otherwise, and 1,000 at most. Source: IAM API
# Reference, GetAccountAuthorizationDetails.
_USUAL, _MOST = 100, 1000
# Evidence: documentation A report serves for four hours. Source: IAM API Reference, GenerateCredentialReport.
_REPORT_AGE = 4 * 60 * 60

_reported_at = {}


def _details(p):
    """Answers GetAccountAuthorizationDetails.

    Evidence: documentation The answer has `UserDetailList`, `GroupDetailList`,
    `RoleDetailList`, and `Policies`, and if it goes on `IsTruncated` and
    `Marker`. Source: IAM API Reference, GetAccountAuthorizationDetails.

    Evidence: inferred A page is filled with users, groups, roles, and policies
    in this order. Reason: no source has the order.
    """
    most = iam._p(p, "MaxItems")
    # Evidence: documentation `MaxItems` is from 1 to 1,000. Source: IAM API Reference, GetAccountAuthorizationDetails.
    refusal = seconds("maxItems", most, 1, _MOST) if most else None
    if refusal:
        return refusal
    wanted = set(members(p, "Filter"))
    every = [(kind, xml) for filters, kind, listed in _LISTS if not wanted or wanted & filters
             for xml in listed(wanted)]
    first, size = int(iam._p(p, "Marker") or 0), int(most or _USUAL)
    page, after = every[first:first + size], first + size
    lists = "".join(f"<{kind}>{''.join(xml for other, xml in page if other == kind)}</{kind}>" for kind in (
        "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"))
    end = f"<IsTruncated>true</IsTruncated><Marker>{after}</Marker>" if after < len(every) else (
        "<IsTruncated>false</IsTruncated>")
    return iam._xml(200, "GetAccountAuthorizationDetailsResponse",
                    f"<GetAccountAuthorizationDetailsResult>{lists}{end}</GetAccountAuthorizationDetailsResult>")


def _users(_wanted):
    """Evidence: documentation A user has `UserName`, `UserId`, `Arn`, `Path`, `CreateDate`, `UserPolicyList`,
    `GroupList`, `AttachedManagedPolicies`, `PermissionsBoundary`, and `Tags`. Source: IAM API Reference, UserDetail.
    """
    for name, user in iam._users.items():
        groups = [group["GroupName"] for group in iam._groups.values() if name in group.get("Users", [])]
        yield _member([
            *_texts(user, "UserName", "UserId", "Arn", "Path", "CreateDate"),
            ("UserPolicyList", _inline(iam._user_inline_policies.get(name) or {})),
            ("GroupList", "".join(f"<member>{escape(group)}</member>" for group in groups)),
            ("AttachedManagedPolicies", _attached(user)), *_boundary(user), ("Tags", tags_xml(user.get("Tags", [])))])


def _groups(_wanted):
    """Evidence: documentation A group has `GroupName`, `GroupId`, `Arn`, `Path`, `CreateDate`, `GroupPolicyList`, and
    `AttachedManagedPolicies`. Source: IAM API Reference, GroupDetail.
    """
    for name, group in iam._groups.items():
        yield _member([
            *_texts(group, "GroupName", "GroupId", "Arn", "Path", "CreateDate"),
            ("GroupPolicyList", _inline(iam._group_inline_policies.get(name) or {})),
            ("AttachedManagedPolicies", _attached(group))])


def _roles(_wanted):
    """Evidence: documentation A role has `RoleName`, `RoleId`, `Arn`, `Path`, `CreateDate`,
    `AssumeRolePolicyDocument`, `RolePolicyList`, `AttachedManagedPolicies`, `InstanceProfileList`,
    `PermissionsBoundary`, `Tags`, and `RoleLastUsed`. Source: IAM API Reference, RoleDetail.
    """
    for name, role in iam._roles.items():
        profiles = "".join(f"<member>{iam._instance_profile_xml(profile)}</member>"
                           for profile, value in iam._instance_profiles.items() if name in value.get("Roles", []))
        yield _member([
            *_texts(role, "RoleName", "RoleId", "Arn", "Path", "CreateDate"),
            ("AssumeRolePolicyDocument", quote(role["AssumeRolePolicyDocument"], safe="")),
            ("RolePolicyList", _inline(role.get("InlinePolicies") or {})),
            ("AttachedManagedPolicies", _attached(role)), ("InstanceProfileList", profiles), *_boundary(role),
            ("Tags", tags_xml(role.get("Tags", [])))], last_use.role_xml(role))


def _policies(wanted):
    """The account's policies, and those of AWS that are in use.

    Evidence: documentation A policy has `PolicyName`, `PolicyId`, `Arn`,
    `Path`, `DefaultVersionId`, and `PolicyVersionList`, whose members have
    `Document`, `VersionId`, and `IsDefaultVersion`. Source: IAM API Reference,
    ManagedPolicyDetail and PolicyVersion.

    Evidence: inferred AWS's own policies are listed if something of the account
    uses them. Reason: no page says which of them are listed.
    """
    shown = []
    if not wanted or "LocalManagedPolicy" in wanted:
        shown += iam._policies.values()
    if not wanted or "AWSManagedPolicy" in wanted:
        owners = [*iam._users.values(), *iam._groups.values(), *iam._roles.values()]
        used = {arn for owner in owners for arn in owner.get("AttachedPolicies", []) if iam._is_aws_managed_arn(arn)}
        shown += filter(None, map(iam._lookup_policy, sorted(used)))
    for policy in shown:
        versions = "".join(_member([
            ("Document", quote(version.get("Document") or "{}", safe="")), *_texts(version, "VersionId"),
            ("IsDefaultVersion", "true" if version.get("IsDefaultVersion") else "false")])
            for version in policy.get("Versions", {}).values())
        yield _member([
            *_texts(policy, "PolicyName", "PolicyId", "Arn"), ("Path", escape(policy.get("Path", "/"))),
            ("DefaultVersionId", policy.get("DefaultVersionId", "v1")), ("PolicyVersionList", versions)])


_LISTS = (
    ({"User"}, "UserDetailList", _users), ({"Group"}, "GroupDetailList", _groups), ({"Role"}, "RoleDetailList", _roles),
    ({"LocalManagedPolicy", "AWSManagedPolicy"}, "Policies", _policies),
)


def _texts(record, *names):
    return [(name, escape(str(record.get(name, "")))) for name in names]


def _member(parts, end=""):
    return "<member>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts) + f"{end}</member>"


def _inline(policies):
    """Evidence: documentation An inline policy has `PolicyName` and `PolicyDocument`, URL-encoded. Source: IAM API
    Reference, PolicyDetail.
    """
    return "".join(_member([("PolicyName", escape(name)), ("PolicyDocument", quote(document, safe=""))])
                   for name, document in policies.items())


def _attached(owner):
    """Evidence: documentation An attached policy has `PolicyName` and `PolicyArn`. Source: IAM API Reference,
    AttachedPolicy.
    """
    return "".join(_member([("PolicyName", escape(arn.rsplit("/", 1)[-1])), ("PolicyArn", escape(arn))])
                   for arn in owner.get("AttachedPolicies", []))


def _boundary(owner):
    """Evidence: documentation A boundary has `PermissionsBoundaryType` and `PermissionsBoundaryArn`. Source: IAM API
    Reference, AttachedPermissionsBoundary.
    """
    arn = owner.get("PermissionsBoundary")
    return [] if not arn else [("PermissionsBoundary", (
        f"<PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
        f"<PermissionsBoundaryArn>{escape(arn)}</PermissionsBoundaryArn>"))]


def _generate_report(generate, p):
    """Answers GenerateCredentialReport.

    Evidence: documentation The answer has `State`, which is `STARTED` for a
    new report and `COMPLETE` for one that is ready, and `Description`. Source:
    IAM API Reference, GenerateCredentialReport.
    """
    account = iam.get_account_id()
    if time.time() - _reported_at.get(account, 0) < _REPORT_AGE:
        return iam._xml(200, "GenerateCredentialReportResponse",
                        "<GenerateCredentialReportResult><State>COMPLETE</State></GenerateCredentialReportResult>")
    _reported_at[account] = time.time()
    status, headers, body = generate(p)
    return status, headers, body.replace(b"<State>COMPLETE</State>", b"<State>STARTED</State>")


def close():
    handlers = iam._IAM_HANDLERS
    # Evidence: documentation GetAccountAuthorizationDetails answers in pages. Source: IAM API Reference,
    # GetAccountAuthorizationDetails.
    handlers["GetAccountAuthorizationDetails"] = _details
    # Evidence: documentation A credential report takes a while. Source: IAM API Reference, GenerateCredentialReport.
    handlers["GenerateCredentialReport"] = partial(_generate_report, handlers["GenerateCredentialReport"])
