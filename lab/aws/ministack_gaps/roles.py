"""Limits of roles and their trust policies, as IAM enforces them.

MiniStack takes any name, session length and trust policy, and writes texts
into XML unescaped. Sources: IAM API Reference (CreateRole, UpdateRole,
UpdateAssumeRolePolicy) and quotas page.
"""

import re
import secrets
from functools import partial
from urllib.parse import parse_qs, quote
from xml.sax.saxutils import escape

from ministack.services import iam

from ministack_gaps import last_use, trust_documents
from ministack_gaps.constraints import (
    extract_tags, length, limit_exceeded, seconds, tagging_refusal, tags_refusal, tags_xml, violation)

NAME = re.compile(r"[\w+=,.@-]+", re.ASCII)
_PATH = re.compile(r"(/)|(/[\u0021-\u007E]+/)")
_DOCUMENT = re.compile("[\u0009\u000A\u000D\u0020-\u00FF]+")


def _name_refusal(p):
    name = iam._p(p, "RoleName")
    refusal = length("roleName", name, 1, 64)
    if not refusal and not NAME.fullmatch(name):
        # Evidence: documentation The name of a role keeps to its pattern. Source: IAM API Reference, CreateRole.
        refusal = violation("roleName", "Member must satisfy regular expression pattern: [\\w+=,.@-]+", name)
    return refusal


def _path_refusal(p):
    path = iam._p(p, "Path") or "/"
    refusal = length("path", path, 1, 512)
    if not refusal and not _PATH.fullmatch(path):
        # Evidence: recorded The path of a user or a group keeps to its pattern, without the character U+007F, which AWS's
        # page allows. Source: radkawar/stackd testdata/aws/iam/identity_inputs.json at 9dc356f.
        #
        # Evidence: inferred The path of a role keeps to the rule for users and groups. Reason: AWS's pages have the same
        # pattern for all three.
        refusal = violation("path", "Member must satisfy regular expression pattern: "
                                    "(\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F)", path)
    return refusal


def _session_refusal(p):
    value = iam._p(p, "MaxSessionDuration")
    return seconds("maxSessionDuration", value, 3600, 43200) if value else None


def _trust_policy_refusal(p, member):
    document = iam._p(p, member)
    shown = member[0].lower() + member[1:]
    refusal = length(shown, document, 1, 131072)
    if refusal:
        return refusal
    if not _DOCUMENT.fullmatch(document):
        # Evidence: documentation A trust policy keeps to the pattern of its characters. Source: IAM API Reference,
        # CreateRole.
        return violation(shown, "Member must satisfy regular expression pattern: "
                                "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
    try:
        trust_documents.check(document)
    except trust_documents.Malformed as malformed:
        # Evidence: recorded A broken trust policy is 400 `MalformedPolicyDocument`. Source: localstack/localstack
        # tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
        return iam._error(400, "MalformedPolicyDocument", escape(str(malformed)))
    if trust_documents.size(document) > trust_documents.QUOTA:
        # Evidence: log A trust policy has at most 2,048 characters without white space: 409 `LimitExceeded`. Source:
        # kubeflow/dashboard #29; IAM User Guide, quotas page.
        return limit_exceeded(f"Cannot exceed quota for ACLSizePerRole: {trust_documents.QUOTA}")
    return None


def _unknown_role(p):
    name = iam._p(p, "RoleName")
    if name in iam._roles:
        return None
    # Evidence: recorded A role that does not exist is 404 `NoSuchEntity`. Source: radkawar/stackd
    # testdata/aws/iam/role_acquisition.json at 9dc356f (`failed_create_state`).
    return iam._error(404, "NoSuchEntity", f"The role with name {escape(name)} cannot be found.")


def _tags_refusal(p, any_case=False):
    return tags_refusal(iam._extract_tags(p), any_case)


def _tagging_refusal(p, kept, name, any_case=False):
    """None, or the refusal to tag what *kept* has under the parameter *name*.

    A later check refuses a resource that does not exist.
    """
    found = kept.get(iam._p(p, name))
    return found and tagging_refusal(found.get("Tags", []), iam._extract_tags(p), any_case)


def _role_xml(name, boundary=True):
    """As MiniStack's, with texts escaped.

    boundary: false in ListRoles

    Evidence: recorded A role has `Path`, `RoleName`, `RoleId`, `Arn`,
    `CreateDate`, `AssumeRolePolicyDocument`, `Description`, and
    `MaxSessionDuration`, and where given `PermissionsBoundary` with
    `PermissionsBoundaryArn`, and `Tags`. Source: localstack/localstack
    tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f; getmoto/moto
    tests/test_iam/test_iam_response_attributes.py at 0af643a, which runs
    against AWS. The order of the elements is MiniStack's.

    Evidence: recorded ListRoles shows neither tags nor the boundary. Source:
    getmoto/moto tests/test_iam/test_iam_response_attributes.py at 0af643a,
    which runs against AWS.

    Evidence: recorded The `PermissionsBoundaryType` of a role is ``Policy``.
    Source: radkawar/stackd internal/services/iam/testdata/role_wire_aws.json at
    9dc356f. AWS's page has ``PermissionsBoundaryPolicy`` too.
    """
    role = iam._roles[name]
    parts = [(tag, escape(role[tag])) for tag in ("RoleName", "RoleId", "Arn", "Path", "CreateDate")]
    parts.append(("AssumeRolePolicyDocument", quote(role["AssumeRolePolicyDocument"], safe="")))
    if role["Description"]:
        parts.append(("Description", escape(role["Description"])))
    parts.append(("MaxSessionDuration", role["MaxSessionDuration"]))
    if boundary and role["PermissionsBoundary"]:
        parts.append(("PermissionsBoundary", "<PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
                      f"<PermissionsBoundaryArn>{escape(role['PermissionsBoundary'])}</PermissionsBoundaryArn>"))
    if boundary and role["Tags"]:
        parts.append(("Tags", tags_xml(role["Tags"])))
    return "".join(f"<{tag}>{value}</{tag}>" for tag, value in parts)


def _created_role(answer):
    """*answer* of CreateRole as AWS gives it.

    Evidence: recorded The answer of CreateRole lacks the maximum session
    duration and the description. Source: radkawar/stackd
    internal/services/iam/testdata/role_wire_aws.json at 9dc356f (`create`).
    """
    status, headers, body = answer
    return status, headers, re.sub(
        rb"<(MaxSessionDuration|Description)>[^<]*</\1>", b"", body)


def _update_description(update, p):
    """Answers UpdateRoleDescription.

    Evidence: recorded The answer has the role as ListRoles has it, without the
    maximum session duration. Source: radkawar/stackd
    internal/services/iam/testdata/role_wire_aws.json at 9dc356f
    (`update-description`).
    """
    status, headers, body = update(p)
    if status != 200:
        return status, headers, body
    shown = re.sub(r"<MaxSessionDuration>\d+</MaxSessionDuration>", "", _role_xml(iam._p(p, "RoleName"), boundary=False))
    return iam._xml(200, "UpdateRoleDescriptionResponse",
                    f"<UpdateRoleDescriptionResult><Role>{shown}</Role></UpdateRoleDescriptionResult>")


def _get_role(p):
    """Answers GetRole.

    Evidence: recorded The answer has `Role`, whose last member is
    `RoleLastUsed`. Source: localstack/localstack
    tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
    """
    name = iam._p(p, "RoleName")
    shown = _role_xml(name) + last_use.role_xml(iam._roles[name])
    return iam._xml(200, "GetRoleResponse", f"<GetRoleResult><Role>{shown}</Role></GetRoleResult>")


def _policies_refusal(p):
    """None, or the refusal to delete a role that has inline policies."""
    role = iam._roles.get(iam._p(p, "RoleName"))
    if role and role["InlinePolicies"] and not role["AttachedPolicies"]:
        # Evidence: source A role with inline policies is 409 `DeleteConflict` with this text, after that of attached
        # ones. Source: getmoto/moto moto/iam/models.py at 0af643a.
        return iam._error(409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
    return None


def _unique_id(prefix="AIDA"):
    """A new unique ID.

    Evidence: documentation A unique ID is a prefix and capitals and digits.
    Source: IAM User Guide, "Unique identifiers", whose examples have 17 of
    them.

    Evidence: inferred The digits of a unique ID are those of base 32. Reason:
    the examples have no others.
    """
    return prefix + "".join(secrets.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(17))


def _list_role_tags(p):
    """Answers ListRoleTags.

    Evidence: recorded The answer of ListUserTags has `Tags` and `IsTruncated`.
    Source: radkawar/stackd internal/services/iam/testdata/tags_aws.json at
    9dc356f (`list_user_tags_without_automatic_pagination`).

    Evidence: inferred The answer of ListRoleTags has the members of that of
    ListUserTags. Reason: AWS's pages name the same.
    """
    tags = tags_xml(iam._roles[iam._p(p, "RoleName")]["Tags"])
    return iam._xml(200, "ListRoleTagsResponse", f"<ListRoleTagsResult><Tags>{tags}</Tags>"
                                                 "<IsTruncated>false</IsTruncated></ListRoleTagsResult>")


def checked(handler, *checks):
    """*handler* behind *checks*, of which the first refusal is the answer."""
    def handle(p):
        for check in checks:
            refusal = check(p)
            if refusal:
                return refusal
        return handler(p)

    return handle


# Every action that changes or reads one role, which must exist.
OF_ONE_ROLE = (
    "GetRole", "UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy", "DeleteRole", "TagRole", "UntagRole",
    "ListRoleTags", "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary", "ListRolePolicies",
    "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy",
    "AttachRolePolicy", "DetachRolePolicy",
)


def close():
    # An empty text is a value too: UpdateRole takes a description away with it.
    iam.parse_qs = partial(parse_qs, keep_blank_values=True)
    # Evidence: recorded Tags and boundary are shown only where given. Source: getmoto/moto
    # tests/test_iam/test_iam_response_attributes.py at 0af643a, which runs against AWS.
    iam._role_xml = _role_xml
    # Evidence: documentation Unique IDs have capitals and digits. Source: IAM User Guide, "Unique identifiers".
    iam._gen_id = _unique_id
    iam._extract_tags = extract_tags
    handlers = iam._IAM_HANDLERS
    create_role = handlers["CreateRole"]
    # Evidence: recorded GetRole shows when the role was last used. Source: localstack/localstack
    # tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
    handlers["GetRole"] = _get_role
    # Evidence: documentation CreateRole checks name, path, session length, tags, and trust policy. Source: IAM API
    # Reference, CreateRole.
    handlers["CreateRole"] = checked(
        lambda p: _created_role(create_role(p)), _name_refusal, _path_refusal, _session_refusal, _tags_refusal,
        partial(_trust_policy_refusal, member="AssumeRolePolicyDocument"))
    # Evidence: recorded UpdateRole checks the session length, and changes nothing if it refuses it. Source:
    # radkawar/stackd testdata/aws/iam/resource_inputs.json at 9dc356f (`updates`).
    handlers["UpdateRole"] = checked(handlers["UpdateRole"], _session_refusal)
    # Evidence: recorded UpdateAssumeRolePolicy checks the trust policy. Source: radkawar/stackd
    # iam/policy/testdata/oidc_trust_controls_aws.json at 9dc356f.
    handlers["UpdateAssumeRolePolicy"] = checked(
        handlers["UpdateAssumeRolePolicy"], partial(_trust_policy_refusal, member="PolicyDocument"))
    # Evidence: recorded UpdateRoleDescription answers with the role. Source: radkawar/stackd
    # internal/services/iam/testdata/role_wire_aws.json at 9dc356f (`update-description`).
    handlers["UpdateRoleDescription"] = partial(_update_description, handlers["UpdateRoleDescription"])
    for kind, kept, name in (("Role", iam._roles, "RoleName"), ("User", iam._users, "UserName")):
        # Evidence: recorded TagUser checks the tags. Source: radkawar/stackd
        # internal/services/iam/testdata/tags_aws.json at 9dc356f.
        #
        # Evidence: inferred TagRole checks the tags as TagUser does. Reason: the recording has refusals of TagUser alone.
        handlers[f"Tag{kind}"] = checked(handlers[f"Tag{kind}"], partial(_tagging_refusal, kept=kept, name=name))
    # Evidence: recorded ListRoleTags lists tags. Source: radkawar/stackd
    # internal/services/iam/testdata/tags_aws.json at 9dc356f (`role_case_result`).
    handlers["ListRoleTags"] = _list_role_tags
    # Evidence: source DeleteRole refuses a role with inline policies. Source: getmoto/moto moto/iam/models.py at
    # 0af643a.
    handlers["DeleteRole"] = checked(handlers["DeleteRole"], _policies_refusal)
    # Evidence: documentation Creating a user or a policy checks tags. Source: IAM API Reference, Tag.
    handlers["CreateUser"] = checked(handlers["CreateUser"], _tags_refusal)
    # Evidence: documentation Creating a user or a policy checks tags. Source: IAM API Reference, Tag.
    handlers["CreatePolicy"] = checked(handlers["CreatePolicy"], partial(_tags_refusal, any_case=True))
    # Evidence: documentation Tagging a policy checks tags. Source: IAM API Reference, Tag.
    handlers["TagPolicy"] = checked(
        handlers["TagPolicy"], partial(_tagging_refusal, kept=iam._policies, name="PolicyArn", any_case=True))
    for action in OF_ONE_ROLE:
        # Evidence: recorded GetRole refuses a role that does not exist. Source: radkawar/stackd
        # testdata/aws/iam/role_acquisition.json at 9dc356f (`failed_create_state`).
        #
        # Evidence: inferred Every other operation on one role refuses a role that does not exist as GetRole does. Reason:
        # the recording has GetRole alone.
        handlers[action] = checked(handlers[action], _unknown_role)
