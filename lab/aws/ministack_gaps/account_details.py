"""GetAccountAuthorizationDetails in pages, with boundaries, last use, and AWS's own policies.

MiniStack answers everything at once, without permissions boundaries and the
last use of roles, and writes texts into XML unescaped.
"""

import base64
from urllib.parse import quote
from xml.sax.saxutils import escape

from ministack.services import iam

from ministack_gaps import last_use
from ministack_gaps.constraints import malformed_number, members, tags_xml, violation

# Evidence: documentation A page has 100 objects unless the request says otherwise, and 1,000 at most. Source: IAM API
# Reference, GetAccountAuthorizationDetails.
_USUAL, _MOST = 100, 1000
_FILTERS = ("LocalManagedPolicy", "User", "AWSManagedPolicy", "Role", "Group")


def _details(p):
    """Answers GetAccountAuthorizationDetails.

    Evidence: documentation The answer has `UserDetailList`, `GroupDetailList`,
    `RoleDetailList`, and `Policies`, and if it goes on `IsTruncated` and
    `Marker`. Source: IAM API Reference, GetAccountAuthorizationDetails.

    Evidence: recorded A page is filled with users, roles, groups, and policies
    in this order, whatever the order of the filters. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f (`section_order_…`,
    `pagination_crosses_sections`).
    """
    most = iam._p(p, "MaxItems") or str(_USUAL)
    refusal = malformed_number(most)
    if refusal:
        return refusal
    if int(most) > _MOST:
        # Evidence: recorded `MaxItems` is at most 1,000, and the text does not name the value. Source: radkawar/stackd
        # testdata/aws/iam/account_reporting.json at 9dc356f (`too_large_maxitems`).
        return violation("maxItems", f"Member must have value less than or equal to {_MOST}")
    if int(most) < 1:
        # Evidence: recorded ListUsers with `MaxItems` of 0 is 400 `ValidationError`. Source: radkawar/stackd
        # testdata/aws/iam/pagination_inputs.json at 9dc356f (`users_size_0`).
        #
        # Evidence: inferred GetAccountAuthorizationDetails with `MaxItems` of 0 is refused as ListUsers is. Reason: both
        # have the same limit; the text follows that of other limits.
        return violation("maxItems", "Member must have value greater than or equal to 1")
    filters = [name for name in members(p, "Filter") if name]
    if not set(filters) <= set(_FILTERS):
        # Evidence: recorded A filter is one of five names, in their case. Source: radkawar/stackd
        # testdata/aws/iam/account_reporting.json at 9dc356f (`unknown_filter`, `wrong_case_filter`).
        return violation("filter", "Member must satisfy constraint: [Member must satisfy enum value set: "
                                   f"[{', '.join(_FILTERS)}]]")
    wanted = set(filters or _FILTERS)
    first = _first(iam._p(p, "Marker"), wanted)
    if first is None:
        # Evidence: recorded A marker serves for the filters that it came with. Source: radkawar/stackd
        # testdata/aws/iam/account_reporting.json at 9dc356f (`pagination_changed_filter`, `pagination_omitted_filter`,
        # `pagination_default_explicit_local`).
        #
        # Evidence: inferred The number of filters chooses the text of the refusal of a marker. Reason: the four recorded
        # refusals differ in it.
        #
        # Evidence: inferred A marker that IAM did not issue is refused in the same way. Reason: none is recorded.
        return iam._error(400, "ValidationError",
                          "Marker and Filter do not match" if len(wanted) == 1 else "Invalid Marker.")
    every = [(kind, xml) for filters, kind, listed in _LISTS if wanted & filters for xml in listed(wanted)]
    page, after = every[first:first + int(most)], first + int(most)
    # Evidence: recorded The lists are in this order. Source: radkawar/stackd testdata/aws/iam/account_reporting.json at
    # 9dc356f (`raw_section_order`).
    kinds = ("Policies", "UserDetailList", "RoleDetailList", "GroupDetailList")
    lists = "".join(f"<{kind}>{''.join(xml for other, xml in page if other == kind)}</{kind}>" for kind in kinds)
    end = f"<IsTruncated>true</IsTruncated><Marker>{_marker(after, wanted)}</Marker>" if after < len(every) else (
        "<IsTruncated>false</IsTruncated>")
    return iam._xml(200, "GetAccountAuthorizationDetailsResponse",
                    f"<GetAccountAuthorizationDetailsResult>{lists}{end}</GetAccountAuthorizationDetailsResult>")


def _marker(after, wanted):
    return base64.urlsafe_b64encode(f"{after} {' '.join(sorted(wanted))}".encode()).decode()


def _first(marker, wanted):
    """The number of the first object of the page after *marker*, or None if it is not of these filters."""
    if not marker:
        return 0
    try:
        after, *filters = base64.urlsafe_b64decode(marker).decode().split(" ")
        first = int(after)
    except ValueError:
        return None
    return first if first >= 0 and set(filters) == wanted else None


def _users(_wanted):
    """Evidence: recorded A user has `UserName`, `UserId`, `Arn`, `Path`, `CreateDate`, `GroupList`,
    `AttachedManagedPolicies`, and `Tags`, and where there is one `UserPolicyList` and `PermissionsBoundary`. Source:
    radkawar/stackd testdata/aws/iam/account_reporting.json at 9dc356f (`bare_user`, `configured_user`).
    """
    for name, user in iam._users.items():
        groups = [group["GroupName"] for group in iam._groups.values() if name in group.get("Users", [])]
        yield _member([
            *_texts(user, "UserName", "UserId", "Arn", "Path", "CreateDate"),
            *((("UserPolicyList", _inline(inline)),) if (inline := iam._user_inline_policies.get(name)) else ()),
            ("GroupList", "".join(f"<member>{escape(group)}</member>" for group in groups)),
            ("AttachedManagedPolicies", _attached(user)), *_boundary(user), ("Tags", tags_xml(user.get("Tags", [])))])


def _groups(_wanted):
    """Evidence: recorded A group has `GroupName`, `GroupId`, `Arn`, `Path`, `CreateDate`, `GroupPolicyList`, and
    `AttachedManagedPolicies`, also if they are empty. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f (`bare_group`, `configured_group`).
    """
    for name, group in iam._groups.items():
        yield _member([
            *_texts(group, "GroupName", "GroupId", "Arn", "Path", "CreateDate"),
            ("GroupPolicyList", _inline(iam._group_inline_policies.get(name) or {})),
            ("AttachedManagedPolicies", _attached(group))])


def _roles(_wanted):
    """Evidence: recorded A role has `RoleName`, `RoleId`, `Arn`, `Path`, `CreateDate`,
    `AssumeRolePolicyDocument`, `RolePolicyList`, `AttachedManagedPolicies`, `InstanceProfileList`, `Tags`, and
    `RoleLastUsed`, also if they are empty, and where there is one `PermissionsBoundary`. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f (`bare_role`, `configured_role`).
    """
    for name, role in iam._roles.items():
        short = [*_texts(role, "RoleName", "RoleId", "Arn", "Path", "CreateDate"),
                 ("AssumeRolePolicyDocument", quote(role["AssumeRolePolicyDocument"], safe=""))]
        # Evidence: recorded A role of an instance profile is shown without the rest, and the profile without tags.
        # Source: radkawar/stackd testdata/aws/iam/account_reporting.json at 9dc356f (`configured_role`). A profile has
        # one role.
        profiles = "".join(
            _member([*_texts(profile, "InstanceProfileName", "InstanceProfileId", "Arn", "Path", "CreateDate"),
                     ("Roles", _member(short))])
            for profile in iam._instance_profiles.values() if name in profile.get("Roles", []))
        yield _member([
            *short, ("RolePolicyList", _inline(role.get("InlinePolicies") or {})),
            ("AttachedManagedPolicies", _attached(role)), ("InstanceProfileList", profiles), *_boundary(role),
            ("Tags", tags_xml(role.get("Tags", [])))], last_use.role_xml(role))


def _policies(wanted):
    """The account's policies, and those of AWS that are in use.

    Evidence: recorded A policy has `PolicyName`, `PolicyId`, `Arn`, `Path`,
    `DefaultVersionId`, `AttachmentCount`, `PermissionsBoundaryUsageCount`,
    `IsAttachable`, `CreateDate`, `UpdateDate`, and `PolicyVersionList`, whose
    members have `Document`, `VersionId`, `IsDefaultVersion`, and `CreateDate`,
    the newest first. It has no description. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f
    (`unattached_policy_details`).

    Evidence: recorded AWS's own policies are listed if something of the account
    uses them, as a boundary too. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f
    (`aws_boundary_only_details`).
    """
    shown = []
    if "LocalManagedPolicy" in wanted:
        shown += iam._policies.values()
    if "AWSManagedPolicy" in wanted:
        shown += filter(None, map(iam._lookup_policy, sorted(filter(iam._is_aws_managed_arn, used_policies()))))
    boundaries = iam._boundary_usage_counts()
    for policy in shown:
        arn = policy["Arn"]
        attachments = (iam._aws_managed_attachment_counts.get(arn, 0) if iam._is_aws_managed_arn(arn)
                       else policy.get("AttachmentCount", 0))
        versions = "".join(_member([
            ("Document", quote(version.get("Document") or "{}", safe="")), *_texts(version, "VersionId"),
            ("IsDefaultVersion", "true" if version.get("IsDefaultVersion") else "false"),
            ("CreateDate", version.get("CreateDate") or policy["CreateDate"])])
            for version in reversed(policy.get("Versions", {}).values()))
        yield _member([
            *_texts(policy, "PolicyName", "PolicyId", "Arn"), ("Path", escape(policy.get("Path", "/"))),
            ("DefaultVersionId", policy.get("DefaultVersionId", "v1")), ("AttachmentCount", attachments),
            ("PermissionsBoundaryUsageCount", boundaries.get(arn, 0)), ("IsAttachable", "true"),
            ("CreateDate", policy["CreateDate"]), ("UpdateDate", policy.get("UpdateDate", policy["CreateDate"])),
            ("PolicyVersionList", versions)])


def used_policies(usage=""):
    """The ARNs of the managed policies that users, groups, and roles of the account have.

    usage: ``PermissionsPolicy`` for those that are attached, ``PermissionsBoundary`` for boundaries; otherwise both
    """
    owners = [*iam._users.values(), *iam._groups.values(), *iam._roles.values()]
    attached = {arn for owner in owners for arn in owner.get("AttachedPolicies", [])}
    boundaries = {owner["PermissionsBoundary"] for owner in owners if owner.get("PermissionsBoundary")}
    return {"PermissionsPolicy": attached, "PermissionsBoundary": boundaries}.get(usage, attached | boundaries)


_LISTS = (
    ({"User"}, "UserDetailList", _users), ({"Role"}, "RoleDetailList", _roles), ({"Group"}, "GroupDetailList", _groups),
    ({"LocalManagedPolicy", "AWSManagedPolicy"}, "Policies", _policies),
)


def _texts(record, *names):
    return [(name, escape(str(record.get(name, "")))) for name in names]


def _member(parts, end=""):
    return "<member>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts) + f"{end}</member>"


def _inline(policies):
    """Evidence: recorded An inline policy has `PolicyName` and `PolicyDocument`, URL-encoded. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f (`raw_policy_documents`).
    """
    return "".join(_member([("PolicyName", escape(name)), ("PolicyDocument", quote(document, safe=""))])
                   for name, document in policies.items())


def _attached(owner):
    """Evidence: recorded An attached policy has `PolicyName` and `PolicyArn`. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f (`configured_role`).
    """
    return "".join(_member([("PolicyName", escape(arn.rsplit("/", 1)[-1])), ("PolicyArn", escape(arn))])
                   for arn in owner.get("AttachedPolicies", []))


def _boundary(owner):
    """Evidence: recorded A boundary has `PermissionsBoundaryType`, which is `Policy`, and `PermissionsBoundaryArn`. Source:
    radkawar/stackd testdata/aws/iam/account_reporting.json at 9dc356f (`configured_role`).
    """
    arn = owner.get("PermissionsBoundary")
    return [] if not arn else [("PermissionsBoundary", (
        f"<PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
        f"<PermissionsBoundaryArn>{escape(arn)}</PermissionsBoundaryArn>"))]


def close():
    # Evidence: recorded GetAccountAuthorizationDetails answers in pages. Source: radkawar/stackd
    # testdata/aws/iam/account_reporting.json at 9dc356f (`pagination_first`, `pagination_next`).
    iam._IAM_HANDLERS["GetAccountAuthorizationDetails"] = _details
