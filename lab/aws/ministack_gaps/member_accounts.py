"""Accounts in addition to the emulator's own, each with an administrator.

MiniStack keeps the resources of each account apart and finds the account of a
request by its access key. What it lacks is a first key of another account.
"""

from ministack.core.responses import request_scope
from ministack.services import iam

from ministack_gaps import trust_principals

ADMINISTRATOR = "administrator"
_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


def close(accounts, region):
    """Gives each of *accounts* (accountId, accessKeyId, secretAccessKey) an administrator with that key."""
    trust_principals.KNOWN_ACCOUNTS.update(account["accountId"] for account in accounts)
    for account in accounts:
        with request_scope(account["accountId"], region):
            iam._create_user({"UserName": [ADMINISTRATOR]})
            iam._user_inline_policies[ADMINISTRATOR] = {"everything": _EVERYTHING}
            iam._access_keys[account["accessKeyId"]] = {
                "UserName": ADMINISTRATOR, "AccessKeyId": account["accessKeyId"],
                "SecretAccessKey": account["secretAccessKey"], "Status": "Active", "CreateDate": iam._now(),
            }
