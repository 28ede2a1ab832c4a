"""ListPolicies of those policies that something uses, which MiniStack lists with all others."""

from functools import partial

from ministack.services import iam

from ministack_gaps.account_details import used_policies


def _list_policies(list_all, p):
    """Answers ListPolicies.

    Evidence: recorded `PolicyUsageFilter` counts only with `OnlyAttached`.
    Without it, a policy that is a boundary counts as attached. The answer has
    `Policies` and `IsTruncated`. Source: radkawar/stackd
    testdata/aws/iam/policy_management.json at 9dc356f (`list_policies`).
    """
    if iam._p(p, "OnlyAttached").lower() not in ("true", "1"):
        return list_all(p)
    scope, prefix = iam._p(p, "Scope") or "All", iam._p(p, "PathPrefix") or "/"
    boundaries = iam._boundary_usage_counts()
    shown = "".join(
        f"<member>{iam._managed_policy_xml(arn, boundaries)}</member>"
        for arn in sorted(used_policies(iam._p(p, "PolicyUsageFilter")))
        if scope in ("All", "AWS" if iam._is_aws_managed_arn(arn) else "Local")
        and (iam._lookup_policy(arn) or {}).get("Path", "").startswith(prefix))
    return iam._xml(200, "ListPoliciesResponse", f"<ListPoliciesResult><Policies>{shown}</Policies>"
                                                 "<IsTruncated>false</IsTruncated></ListPoliciesResult>")


def close():
    # Evidence: recorded ListPolicies can leave out what nothing uses. Source: radkawar/stackd
    # testdata/aws/iam/policy_management.json at 9dc356f (`list_policies`).
    iam._IAM_HANDLERS["ListPolicies"] = partial(_list_policies, iam._IAM_HANDLERS["ListPolicies"])
