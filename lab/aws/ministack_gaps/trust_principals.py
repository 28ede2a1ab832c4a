"""Which principals IAM takes in a trust policy."""

import os
import re

from ministack.services import iam

# partitions.py replaces the beginning of ARNs in this source, and nothing else.
PARTITION = "arn:aws:iam".split(":")[1]
_FEDERATED_ARN = re.compile(rf"arn:{PARTITION}:iam::\d{{12}}:(oidc|saml)-provider/\S+")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_AWS_ARN = re.compile(rf"arn:{PARTITION}:(iam|sts)::(\d{{12}}):(root|[a-z-]+/[\w+=,.@/-]+)", re.ASCII)
_UNIQUE_ID = re.compile("A[A-Z]{3}[A-Z0-9]{17}")

# The accounts whose users and roles are known; member_accounts adds to them.
KNOWN_ACCOUNTS = {os.environ.get("MINISTACK_ACCOUNT_ID")}


def federated_refusal(name):
    """None, or the text of the refusal of a federated principal.

    Evidence: report A federated principal that is neither a domain name nor the
    ARN of a provider is refused, a URL and an ARN with a missing colon too.
    Source: logs of Terraform and Pulumi runs of 2024 and 2025 with Karpenter,
    an autoscaler's role on EKS, and a bootstrap module.
    """
    if _FEDERATED_ARN.fullmatch(name) or _DOMAIN.fullmatch(name):
        return None
    return "Federated principals must be valid domain names or SAML metadata ARNs"


def aws_refusal(name):
    """None, or the text of the refusal of an AWS principal.

    Evidence: log A user or role that does not exist is refused, and so is a
    string that is not a principal. Source: hashicorp/terraform-provider-aws
    #8905.

    Evidence: inferred Sessions are taken as they are, and so are users and
    roles of accounts that the lab does not have. Reason: nothing here can say
    whether they exist.
    """
    if name == "*" or re.fullmatch(r"\d{12}", name) or _UNIQUE_ID.fullmatch(name):
        return None
    parts = _AWS_ARN.fullmatch(name)
    if parts and _may_exist(name, *parts.groups()):
        return None
    return f'Invalid principal in policy: "AWS":"{name}"'


def _may_exist(arn, service, account, entity):
    kind, _, path = entity.partition("/")
    if service == "sts":
        return kind in ("assumed-role", "federated-user")
    if kind == "root":
        return True
    kept = {"user": iam._users, "role": iam._roles}.get(kind)
    if kept is None:
        return False
    if account not in KNOWN_ACCOUNTS:
        return True
    found = kept.get_scoped(account, None, path.rsplit("/", 1)[-1])
    return found is not None and found["Arn"] == arn
