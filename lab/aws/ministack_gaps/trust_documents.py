"""What IAM refuses in a trust policy when a role is created or its trust policy replaced.

Grammar and principals only: like IAM, this asks a private issuer for no condition at all.
Texts as reported from IAM; that for a repeated member is not known and is
IAM's text for other broken grammar.
"""

import json

from ministack.core import iam_evaluator

from ministack_gaps import trust_principals

QUOTA = 2048  # ACLSizePerRole; white space is not counted


class Malformed(Exception):
    """The document breaks the grammar; the message is IAM's."""


def size(document):
    return sum(not character.isspace() for character in document)


def check(text):
    """Raises Malformed unless *text* is a trust policy that IAM would store."""
    try:
        document = json.loads(text, object_pairs_hook=unique_members)
    except ValueError as error:
        raise Malformed("This policy contains invalid Json") from error
    if not isinstance(document, dict):
        raise Malformed("Syntax errors in policy.")
    if document.get("Version", "2008-10-17") not in ("2008-10-17", "2012-10-17"):
        raise Malformed("The policy must contain a valid version string")
    _known_members(document, ("Version", "Id", "Statement"))
    statements = document.get("Statement")
    if isinstance(statements, dict):
        statements = [statements]
    if not statements or not isinstance(statements, list):
        raise Malformed("Could not parse the policy: Statement is empty!")
    for statement in statements:
        _check_statement(statement)
    ids = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if len(set(ids)) < len(ids):
        raise Malformed("The Statement Ids in the policy are not unique")


def _check_statement(statement):
    if not isinstance(statement, dict):
        raise Malformed("Syntax errors in policy.")
    if "Effect" not in statement:
        raise Malformed("Missing required field Effect")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise Malformed(f"Invalid effect: {statement['Effect']}")
    if "NotPrincipal" in statement:
        raise Malformed("Allow with NotPrincipal is not allowed." if statement["Effect"] == "Allow"
                        else "AssumeRole policy must not contain NotPrincipal field.")
    _check_principal(statement.get("Principal"))
    if "Resource" in statement:
        raise Malformed("Has prohibited field Resource")
    if "NotResource" in statement:
        raise Malformed("AssumeRole policy must not contain resources.")
    if not (statement.get("Action") or statement.get("NotAction")):
        raise Malformed("Missing required field Action")
    if statement.get("Action") and statement.get("NotAction"):
        raise Malformed("Syntax errors in policy.")
    for action in _texts(statement.get("Action") or statement.get("NotAction")):
        if not action.lower().startswith("sts:"):
            raise Malformed("AssumeRole policy may only specify STS AssumeRole actions.")
    check_condition(statement.get("Condition", {}))
    _known_members(statement, ("Sid", "Effect", "Principal", "Action", "NotAction", "Condition"))


def _check_principal(principal):
    if principal is None:
        raise Malformed("Missing required field Principal")
    if not isinstance(principal, dict):
        raise Malformed("Principal must be a JSON object.")
    if not principal:
        raise Malformed("Missing required field Principal cannot be empty!")
    for kind, names in principal.items():
        if kind not in ("AWS", "Service", "Federated"):
            raise Malformed(f'Invalid principal in policy: "{kind}"')
        refuse = {"AWS": trust_principals.aws_refusal, "Federated": trust_principals.federated_refusal}.get(kind)
        for name in _texts(names):
            refusal = refuse and refuse(name)
            if refusal:
                raise Malformed(refusal)


def check_condition(condition):
    if not isinstance(condition, dict):
        raise Malformed("Syntax errors in policy.")
    for operator, keys in condition.items():
        name = operator.lower()
        for qualifier in ("forallvalues:", "foranyvalue:"):
            name = name.removeprefix(qualifier)
        if name != "null" and name.removesuffix("ifexists") not in iam_evaluator._CONDITION_OPS:
            raise Malformed(f"Invalid Condition type : {operator}.")
        if not isinstance(keys, dict):
            raise Malformed("Syntax errors in policy.")
        for values in keys.values():
            listed = values if isinstance(values, list) else [values]
            if not all(isinstance(value, str | bool | int | float) for value in listed):
                raise Malformed("Syntax errors in policy.")


def _texts(value):
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in values):
        raise Malformed("Syntax errors in policy.")
    return values


def _known_members(element, names):
    for name in element:
        if name not in names:
            raise Malformed(f"Unknown field {name}")


def unique_members(pairs):
    if len({name for name, _ in pairs}) < len(pairs):
        raise Malformed("Syntax errors in policy.")
    return dict(pairs)
