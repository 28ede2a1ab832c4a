"""Closes the gaps between MiniStack and AWS that matter to web identity federation.

Each module replaces or wraps functions of MiniStack before it serves its
first request. Whether a trust policy lets a token in stays the decision of
MiniStack's own evaluator.
"""


def close_all(front_secret, root_key_id, *, account_id, members, region, replication, last_use_delay):
    """Closes every gap.

    front_secret: what the front puts in a header to say that it verified a web identity token
    root_key_id: access key ID of the account's root user
    account_id: the emulator's own account, which manages the organization
    members: other accounts, see member_accounts
    replication: seed and highest number of refusals, see replication
    last_use_delay: how long IAM takes to show the use of a key, in seconds
    """
    # Only here: partitions.py comes before all that imports MiniStack.
    from ministack_gaps import (
        access_denied, account_details, account_summary, condition_operators, credential_report, iam_resource_arns,
        last_use, managed_policies, member_accounts, names, oidc_providers, organization, policy_simulation,
        role_policies, roles, root_key, stack_resources, web_identity)
    from ministack_gaps.replication import Replication

    root_key.close(root_key_id)
    access_denied.close()
    condition_operators.close()
    iam_resource_arns.close()
    oidc_providers.close()
    roles.close()
    role_policies.close()
    names.close()
    last_use.close(last_use_delay)
    account_details.close()
    managed_policies.close()
    account_summary.close()
    credential_report.close()
    policy_simulation.close()
    stack_resources.close()
    web_identity.close(front_secret, Replication(**replication))
    member_accounts.close(members, region)
    organization.close(account_id, members)
