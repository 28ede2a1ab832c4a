"""Inline and managed policies of roles: IAM's grammar, quotas and checks that MiniStack leaves out.

Sources: IAM API Reference (PutRolePolicy, AttachRolePolicy), quotas page.
"""

from xml.sax.saxutils import escape

from ministack.services import iam

from ministack_gaps import role_policy_documents, trust_documents
from ministack_gaps.constraints import limit_exceeded
from ministack_gaps.roles import checked

INLINE_POLICIES_QUOTA = 10240  # characters of all inline policies of a role, white space not counted
ATTACHED_POLICIES_QUOTA = 20


def _inline_size_refusal(p):
    name = iam._p(p, "RoleName")
    policies = {**iam._roles[name]["InlinePolicies"], iam._p(p, "PolicyName"): iam._p(p, "PolicyDocument")}
    if sum(map(trust_documents.size, policies.values())) > INLINE_POLICIES_QUOTA:
        # Evidence: documentation All inline policies of a role have at most 10,240 characters. Source: IAM User
        # Guide, quotas page; the text is that of public logs.
        return limit_exceeded(f"Maximum policy size of {INLINE_POLICIES_QUOTA} bytes exceeded for role {escape(name)}")
    return None


def _document_refusal(p):
    try:
        role_policy_documents.check(iam._p(p, "PolicyDocument"))
    except trust_documents.Malformed as malformed:
        # Evidence: log A broken policy is 400 `MalformedPolicyDocument`. Source:
        # blinkist/terraform-aws-airship-ecs-service #70; hashicorp/terraform #13449.
        return iam._error(400, "MalformedPolicyDocument", escape(str(malformed)))
    return None


def _policy_arn_refusal(p):
    """None, or the refusal of a policy ARN that is none."""
    if iam._p(p, "PolicyArn").startswith("arn:"):
        return None
    # Evidence: recorded A policy ARN that is none is 400 `ValidationError`, in whose text are two blanks. Source:
    # localstack/localstack tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
    return iam._error(400, "ValidationError", "Invalid ARN:  Could not be parsed!")


def _missing_policy(p):
    """None, or the refusal to read or delete a policy that is not there."""
    arn = iam._p(p, "PolicyArn")
    # Evidence: recorded Deleting a policy that does not exist is 404 `NoSuchEntity`. Source: localstack/localstack
    # tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
    #
    # Evidence: inferred Reading a policy that does not exist has the text of deleting it. Reason: the snapshot has
    # DeletePolicy alone.
    return None if iam.policy_known(arn) else iam._error(404, "NoSuchEntity", f"Policy {escape(arn)} was not found.")


def _unknown_policy(p):
    arn = iam._p(p, "PolicyArn")
    if iam.policy_known(arn):
        return None
    # Evidence: recorded Attaching a policy that does not exist is 404. Source: localstack/localstack
    # tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
    return iam._error(404, "NoSuchEntity", f"Policy {escape(arn)} does not exist or is not attachable.")


def _attached_quota_refusal(p):
    attached = iam._roles[iam._p(p, "RoleName")]["AttachedPolicies"]
    if len({*attached, iam._p(p, "PolicyArn")}) > ATTACHED_POLICIES_QUOTA:
        # Evidence: recorded A role has at most 20 attached policies. Source: radkawar/stackd
        # testdata/aws/iam/account_reporting.json at 9dc356f (`AttachedPoliciesPerRoleQuota`).
        #
        # Evidence: report One attached policy more than the quota is 409 `LimitExceeded`. Source: public logs.
        return limit_exceeded(f"Cannot exceed quota for PoliciesPerRole: {ATTACHED_POLICIES_QUOTA}")
    return None


def _known_role(check):
    """*check* only if the role is known: a later check refuses an unknown role."""
    return lambda p: check(p) if iam._p(p, "RoleName") in iam._roles else None


def close():
    handlers = iam._IAM_HANDLERS
    # Evidence: documentation PutRolePolicy checks the document and the quota. Source: IAM API Reference,
    # PutRolePolicy.
    handlers["PutRolePolicy"] = checked(
        handlers["PutRolePolicy"], _known_role(_document_refusal), _known_role(_inline_size_refusal))
    for action in ("CreatePolicy", "CreatePolicyVersion", "PutUserPolicy", "PutGroupPolicy"):
        # Evidence: documentation CreatePolicy and CreatePolicyVersion check the document. Source: IAM API Reference,
        # CreatePolicy.
        handlers[action] = checked(handlers[action], _document_refusal)
    # Evidence: documentation AttachRolePolicy checks the policy and the quota. Source: IAM API Reference,
    # AttachRolePolicy.
    handlers["AttachRolePolicy"] = checked(
        handlers["AttachRolePolicy"], _policy_arn_refusal, _known_role(_unknown_policy),
        _known_role(_attached_quota_refusal))
    for action in ("GetPolicy", "DeletePolicy"):
        # Evidence: recorded DeletePolicy refuses a policy that does not exist. Source: localstack/localstack
        # tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
        #
        # Evidence: inferred GetPolicy refuses a policy that does not exist as DeletePolicy does. Reason: the snapshot has
        # DeletePolicy alone.
        handlers[action] = checked(handlers[action], _missing_policy)
