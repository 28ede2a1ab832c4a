"""Names of roles and of inline policies, which IAM finds in any case of their letters.

MiniStack compares the case of the letters too.
"""

from ministack.services import iam

from ministack_gaps.constraints import length, violation
from ministack_gaps.roles import NAME, OF_ONE_ROLE

_INLINE = {
    "Role": lambda name: iam._roles[name]["InlinePolicies"] if name in iam._roles else {},
    "User": lambda name: iam._user_inline_policies.get(name) or {},
    "Group": lambda name: iam._group_inline_policies.get(name) or {},
}


def stored_name(names, name):
    """The one of *names* that differs from *name* in the case of its letters at most, or *name*."""
    return next((known for known in names if known.lower() == name.lower()), name)


def _by_role_name(handler):
    def handle(p):
        p["RoleName"] = [stored_name(iam._roles, iam._p(p, "RoleName"))]
        return handler(p)

    return handle


def _by_policy_name(handler, kind):
    """*handler* with the stored name of the policy. Names of IAM's pattern need no escapes in the XML of the answer.

    Evidence: recorded The `PolicyName` of an answer is as it was asked for.
    Source: radkawar/stackd testdata/aws/iam/policy_management.json at 9dc356f
    (`inline`).
    """
    def handle(p):
        asked = iam._p(p, "PolicyName")
        refusal = length("policyName", asked, 1, 128)
        if refusal:
            return refusal
        if not NAME.fullmatch(asked):
            # Evidence: documentation The name of an inline policy keeps to its pattern. Source: IAM API Reference,
            # PutRolePolicy; the text follows that of other names.
            return violation("policyName", "Member must satisfy regular expression pattern: [\\w+=,.@-]+", asked)
        stored = stored_name(_INLINE[kind](iam._p(p, f"{kind}Name")), asked)
        p["PolicyName"] = [stored]
        status, headers, body = handler(p)
        return status, headers, body.replace(f"<PolicyName>{stored}<".encode(), f"<PolicyName>{asked}<".encode())

    return handle


def close():
    handlers = iam._IAM_HANDLERS
    for kind in _INLINE:
        for action in (f"Put{kind}Policy", f"Get{kind}Policy", f"Delete{kind}Policy"):
            # Evidence: recorded An inline policy is found by its name in any case, and keeps the name of its creation.
            # Source: radkawar/stackd testdata/aws/iam/policy_management.json at 9dc356f (`inline`).
            handlers[action] = _by_policy_name(handlers[action], kind)
    for action in ("CreateRole", "AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile", *OF_ONE_ROLE):
        # Evidence: recorded GetRole finds a role by its name in any case. Source: radkawar/stackd
        # testdata/aws/iam/resource_authorization.json at 9dc356f (`uppercase_name`).
        #
        # Evidence: inferred The other operations find a role by its name in any case, as GetRole does. Reason: the
        # recording has GetRole alone.
        handlers[action] = _by_role_name(handlers[action])
