"""The organization of the lab's accounts.

MiniStack makes every account the management account of an organization of its
own. Here, the emulator's account manages the others.
"""

from functools import partial

from ministack.core.responses import get_account_id
from ministack.services import organizations

MOST = 20
ID = "o-azuretoaws1"


def _list_accounts(management, accounts, payload):
    """Answers ListAccounts.

    Evidence: documentation An account has `Id`, `Arn`, `Email`, `Name`,
    `State`, `JoinedMethod`, and `JoinedTimestamp`, and a list that goes on has
    `NextToken`. AWS retired `Status` on September 9, 2026. Source: AWS
    Organizations API Reference, ListAccounts and Account.

    Evidence: documentation A page has at most 20 accounts. Source: AWS
    Organizations API Reference, ListAccounts (`MaxResults`).
    """
    if get_account_id() != management:
        # Evidence: documentation Only the management account and delegated administrators list accounts; others get
        # `AccessDeniedException`. Source: AWS Organizations API Reference, ListAccounts.
        return organizations.error_response_json(
            "AccessDeniedException", "You don't have permissions to access this resource.", 400)
    first = int(payload.get("NextToken") or 0)
    size = min(int(payload.get("MaxResults") or MOST), MOST)
    shown = [_account(management, account) for account in accounts[first:first + size]]
    more = {"NextToken": str(first + size)} if first + size < len(accounts) else {}
    return organizations._json(200, {"Accounts": shown, **more})


def _account(management, account):
    # Evidence: inferred Accounts are called after their IDs. Reason: the lab's accounts have no names.
    return {
        "Id": account, "Arn": f"arn:aws:organizations::{management}:account/{ID}/{account}",
        "Email": f"{account}@example.com", "Name": f"account-{account}", "State": "ACTIVE",
        "JoinedMethod": "CREATED", "JoinedTimestamp": 1767225600,
    }


def close(management, members):
    accounts = [management, *(member["accountId"] for member in members)]
    # Evidence: documentation ListAccounts lists all accounts of the organization. Source: AWS Organizations API
    # Reference, ListAccounts.
    organizations._DISPATCH["ListAccounts"] = partial(_list_accounts, management, accounts)
