"""What IAM refuses in a trust policy when a role is created or its trust policy replaced.

Like IAM, this asks a private issuer for no condition at all, and a shared issuer such as GitHub for one.
"""

import json

from ministack.core import iam_evaluator

from ministack_gaps import shared_issuers, trust_principals
from ministack_gaps.shared_issuers import WEB_IDENTITY

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
        # Evidence: recorded A trust policy that is not JSON contains invalid JSON. Source: localstack/localstack
        # tests/aws/services/iam/test_iam.snapshot.json at 8b9a79f.
        raise Malformed("This policy contains invalid Json") from error
    if not isinstance(document, dict):
        # Evidence: report A trust policy that is not an object has syntax errors. Source: answers quoted in public
        # logs.
        raise Malformed("Syntax errors in policy.")
    if document.get("Version", "2008-10-17") not in ("2008-10-17", "2012-10-17"):
        # Evidence: report A trust policy has one of two versions. Source: answers quoted in public logs.
        raise Malformed("The policy must contain a valid version string")
    _known_members(document, ("Version", "Id", "Statement"))
    statements = document.get("Statement")
    if isinstance(statements, dict):
        statements = [statements]
    if not statements or not isinstance(statements, list):
        # Evidence: report A trust policy has statements. Source: answers quoted in public logs.
        raise Malformed("Could not parse the policy: Statement is empty!")
    for statement in statements:
        _check_statement(statement)
    ids = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if len(set(ids)) < len(ids):
        # Evidence: report Statement IDs are different. Source: answers quoted in public logs.
        raise Malformed("The Statement Ids in the policy are not unique")
    for refusal in filter(None, map(shared_issuers.refusal, statements)):
        # Evidence: recorded A trust policy for a shared issuer has a condition. Source: radkawar/stackd
        # iam/policy/testdata/oidc_trust_controls_aws.json at 9dc356f.
        #
        # Evidence: inferred The grammar of all statements is checked before the conditions for shared issuers. Reason: no
        # recorded policy breaks both rules.
        raise Malformed(refusal)


def _check_statement(statement):
    if not isinstance(statement, dict):
        # Evidence: report A statement that is not an object has syntax errors. Source: answers quoted in public logs.
        raise Malformed("Syntax errors in policy.")
    if "Effect" not in statement:
        # Evidence: report A statement has an effect. Source: answers quoted in public logs.
        raise Malformed("Missing required field Effect")
    if statement["Effect"] not in ("Allow", "Deny"):
        # Evidence: report The effect is Allow or Deny. Source: answers quoted in public logs.
        raise Malformed(f"Invalid effect: {statement['Effect']}")
    if "NotPrincipal" in statement:
        # Evidence: report NotPrincipal is refused, with other texts for Allow and Deny. Source: answers quoted in
        # public logs.
        raise Malformed("Allow with NotPrincipal is not allowed." if statement["Effect"] == "Allow"
                        else "AssumeRole policy must not contain NotPrincipal field.")
    _check_principal(statement.get("Principal"))
    if "Resource" in statement:
        # Evidence: log A trust policy has no resource. Source: hashicorp/terraform #34231,
        # terraform-aws-modules/terraform-aws-eks-pod-identity #34.
        raise Malformed("Has prohibited field Resource")
    if "NotResource" in statement:
        # Evidence: report A trust policy has no NotResource. Source: answers quoted in public logs.
        raise Malformed("AssumeRole policy must not contain resources.")
    if not (statement.get("Action") or statement.get("NotAction")):
        # Evidence: report A statement has an action. Source: answers quoted in public logs.
        raise Malformed("Missing required field Action")
    if statement.get("Action") and statement.get("NotAction"):
        # Evidence: report Action and NotAction together are a syntax error. Source: answers quoted in public logs.
        raise Malformed("Syntax errors in policy.")
    for action in _texts(statement.get("Action") or statement.get("NotAction")):
        if not action.lower().startswith("sts:"):
            # Evidence: report Actions of a trust policy are those of STS. Source: answers quoted in public logs.
            raise Malformed("AssumeRole policy may only specify STS AssumeRole actions.")
        if action.lower() in ("sts:*", WEB_IDENTITY.lower()) and action != WEB_IDENTITY:
            # Evidence: recorded All actions of STS are refused in a trust policy, and so is AssumeRoleWithWebIdentity in
            # letters of other case. Source: radkawar/stackd iam/policy/testdata/oidc_trust_controls_edges_aws.json and
            # oidc_trust_controls_aws.json at 9dc356f (`wildcard-action-missing`, `action-mixed-case`).
            #
            # Evidence: inferred NotAction is refused for the same values as Action. Reason: the recording has Action
            # alone; this is the stricter choice.
            raise Malformed("AssumeRole policy may only specify STS AssumeRole actions.")
    check_condition(statement.get("Condition", {}))
    _known_members(statement, ("Sid", "Effect", "Principal", "Action", "NotAction", "Condition"))


def _check_principal(principal):
    if principal is None:
        # Evidence: report A statement has a principal. Source: answers quoted in public logs.
        raise Malformed("Missing required field Principal")
    if not isinstance(principal, dict):
        # Evidence: report The principal is an object. Source: answers quoted in public logs.
        raise Malformed("Principal must be a JSON object.")
    if not principal:
        # Evidence: log The principal is not empty. Source: terraform-aws-modules/terraform-aws-iam #47.
        raise Malformed("Missing required field Principal cannot be empty!")
    for kind, names in principal.items():
        if kind not in ("AWS", "Service", "Federated"):
            # Evidence: report The principal is of a known kind. Source: answers quoted in public logs.
            raise Malformed(f'Invalid principal in policy: "{kind}"')
        refuse = {"AWS": trust_principals.aws_refusal, "Federated": trust_principals.federated_refusal}.get(kind)
        for name in _texts(names):
            refusal = refuse and refuse(name)
            if refusal:
                # Evidence: log A principal that cannot be is refused. Source: hashicorp/terraform-provider-aws #8905;
                # see trust_principals.py.
                raise Malformed(refusal)


def check_condition(condition):
    if not isinstance(condition, dict):
        # Evidence: report Values are strings or lists of strings. Source: answers quoted in public logs.
        raise Malformed("Syntax errors in policy.")
    for operator, keys in condition.items():
        name = operator.lower()
        for qualifier in ("forallvalues:", "foranyvalue:"):
            name = name.removeprefix(qualifier)
        if name != "null" and name.removesuffix("ifexists") not in iam_evaluator._CONDITION_OPS:
            # Evidence: report The operator of a condition exists. Source: answers quoted in public logs.
            raise Malformed(f"Invalid Condition type : {operator}.")
        if not isinstance(keys, dict):
            # Evidence: report The keys of a condition are an object. Source: answers quoted in public logs.
            raise Malformed("Syntax errors in policy.")
        for values in keys.values():
            listed = values if isinstance(values, list) else [values]
            if not all(isinstance(value, str | bool | int | float) for value in listed):
                # Evidence: report The values of a condition are scalars. Source: answers quoted in public logs.
                raise Malformed("Syntax errors in policy.")


def _texts(value):
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in values):
        # Evidence: report A condition is an object. Source: answers quoted in public logs.
        raise Malformed("Syntax errors in policy.")
    return values


def _known_members(element, names):
    for name in element:
        if name not in names:
            # Evidence: report Members that do not exist are named. Source: answers quoted in public logs.
            raise Malformed(f"Unknown field {name}")


def unique_members(pairs):
    if len({name for name, _ in pairs}) < len(pairs):
        # Evidence: inferred A repeated member is a syntax error. Reason: IAM's text for it is not known; this is that
        # for other broken grammar.
        raise Malformed("Syntax errors in policy.")
    return dict(pairs)
