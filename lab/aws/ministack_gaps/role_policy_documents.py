"""What IAM refuses in a policy of a role, inline or managed.

Grammar only. A policy of the older version, or of none, is taken, as the
grammar says.
"""

import json
import re

from ministack_gaps.trust_documents import Malformed, check_condition, unique_members

_STATEMENT = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")


def check(text):
    """Raises Malformed unless *text* is a policy that IAM would store."""
    try:
        document = json.loads(text, object_pairs_hook=unique_members)
    except ValueError as error:
        # Evidence: source A document that is not JSON, or repeats a member, has syntax errors. Source: getmoto/moto
        # moto/iam/policy_validation.py.
        raise Malformed("Syntax errors in policy.") from error
    _demand(isinstance(document, dict) and set(document) <= {"Version", "Id", "Statement"})
    _demand(document.get("Version", "2008-10-17") in ("2008-10-17", "2012-10-17"))
    statements = document.get("Statement")
    statements = statements if isinstance(statements, list) else [statements]
    _demand(bool(statements))
    for statement in statements:
        _check_statement(statement)
    ids = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if len(set(ids)) < len(ids):
        # Evidence: source Statement IDs are different. Source: getmoto/moto moto/iam/policy_validation.py.
        raise Malformed("Statement IDs (SID) in a single policy must be unique.")
    for kind in ("Action", "Resource"):
        if not all(statement.get(kind) or statement.get(f"Not{kind}") for statement in statements):
            # Evidence: log Every statement has actions and resources. Source: trussworks/terraform-aws-s3-anti-virus
            # #28; getmoto/moto moto/iam/policy_validation.py.
            raise Malformed(f"Policy statement must contain {kind.lower()}s.")


def _check_statement(statement):
    _demand(isinstance(statement, dict))
    if "Principal" in statement or "NotPrincipal" in statement:
        # Evidence: log A policy of a role names no principal. Source: hashicorp/terraform-provider-aws #10419.
        raise Malformed("Policy document should not specify a principal.")
    _demand(set(statement) <= set(_STATEMENT) and statement.get("Effect") in ("Allow", "Deny"))
    sid = statement.get("Sid", "")
    _demand(isinstance(sid, str))
    if not re.fullmatch("[0-9A-Za-z]*", sid):
        # Evidence: log Statement IDs are letters and digits. Source: answers quoted in public logs.
        raise Malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
                        "expression [0-9A-Za-z]*")
    for kind in ("Action", "Resource"):
        _demand(not (kind in statement and f"Not{kind}" in statement))
        for member in (kind, f"Not{kind}"):
            value = statement.get(member, [])
            _demand(all(isinstance(text, str) for text in (value if isinstance(value, list) else [value])))
    check_condition(statement.get("Condition", {}))


def _demand(holds):
    if not holds:
        # Evidence: source Any other broken grammar is a syntax error. Source: getmoto/moto
        # moto/iam/policy_validation.py.
        raise Malformed("Syntax errors in policy.")
