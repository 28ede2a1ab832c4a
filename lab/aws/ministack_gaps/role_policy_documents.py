"""What IAM refuses in a policy of a role or user, inline or managed.

A policy of the older version, or of none, is taken, as the grammar says.
"""

import json
import re

from ministack_gaps.trust_documents import Malformed, check_condition, unique_members
from ministack_gaps.trust_principals import PARTITION

# Services whose ARNs have no region, and what is said of one that has.
_GLOBAL = {
    "iam": "IAM resource {} cannot contain region information.",
    "s3": "Resource {} can not contain region information.",
}
_STATEMENT = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")


def check(text):
    """Raises Malformed unless *text* is a policy that IAM would store."""
    try:
        document = json.loads(text, object_pairs_hook=unique_members)
    except ValueError as error:
        # Evidence: source A document that is not JSON has syntax errors. Source: getmoto/moto moto/iam/policy_validation.py at
        # 0af643a.
        # Evidence: inferred A document that repeats a member has syntax errors. Reason: this is the text for other broken
        # grammar; Moto keeps the last member.
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
    for check_text, *names in ((_check_resource, "Resource", "NotResource"), (_check_action, "Action", "NotAction")):
        for statement in statements:
            for name in names:
                for value in _listed(statement.get(name, [])):
                    check_text(value)


def _check_statement(statement):
    _demand(isinstance(statement, dict))
    if "Principal" in statement or "NotPrincipal" in statement:
        # Evidence: log A policy of a role names no principal. Source: hashicorp/terraform-provider-aws #10419.
        raise Malformed("Policy document should not specify a principal.")
    effect = statement.get("Effect")
    _demand(set(statement) <= set(_STATEMENT) and isinstance(effect, str) and effect.lower() in ("allow", "deny"))
    if effect not in ("Allow", "Deny"):
        # Evidence: source An effect in other case fails the older parser. Source: getmoto/moto moto/iam/policy_validation.py
        # at 0af643a.
        raise Malformed("The policy failed legacy parsing")
    sid = statement.get("Sid", "")
    _demand(isinstance(sid, str))
    if not re.fullmatch("[0-9A-Za-z]*", sid):
        # Evidence: report Statement IDs are letters and digits. Source: answers quoted in public logs.
        raise Malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
                        "expression [0-9A-Za-z]*")
    for kind in ("Action", "Resource"):
        _demand(not (kind in statement and f"Not{kind}" in statement))
        for member in (kind, f"Not{kind}"):
            _demand(all(isinstance(text, str) for text in _listed(statement.get(member, []))))
    check_condition(statement.get("Condition", {}))


def _check_resource(resource):
    """Raises Malformed unless *resource* is "*" or an ARN of this partition. A wildcard in the partition is taken."""
    if resource == "*":
        return
    if ":" not in resource:
        # Evidence: log A resource that is not an ARN is named. Source: trussworks/terraform-aws-s3-anti-virus #21;
        # garnaat/kappa #111; cloud-gov/terraform-provision #1838.
        raise Malformed(f'Resource {resource} must be in ARN format or "*".')
    _, partition, *rest = resource.split(":", 5)
    if partition != PARTITION and "*" not in partition:
        vendor, region, account, name = [*rest, *["*"] * (4 - len(rest))]
        # Evidence: log An ARN of another partition is refused. Source: kubernetes-sigs/aws-load-balancer-controller
        # #1557.
        raise Malformed(f'Partition "{partition}" is not valid for resource '
                        f'"arn:{partition}:{vendor}:{region}:{account}:{name}".')
    if len(rest) < 2:
        # Evidence: source A resource without a colon behind its vendor is refused. Source: getmoto/moto
        # moto/iam/policy_validation.py at 0af643a.
        raise Malformed("Resource vendor must be fully qualified and cannot contain regexes.")
    if "*" in rest[0] or "?" in rest[0]:
        # Evidence: inferred A vendor with a wildcard is refused. Reason: the text for a missing vendor says so, and Moto
        # takes one.
        raise Malformed("Resource vendor must be fully qualified and cannot contain regexes.")
    if rest[0] in _GLOBAL and "".join(rest[1:2]):
        # Evidence: source A region in an ARN of S3 or IAM is refused. Source: getmoto/moto
        # moto/iam/policy_validation.py.
        raise Malformed(_GLOBAL[rest[0]].format(resource))
    if rest[0] == "" or (resource.count(":") < 5 and "::" in resource):
        # Evidence: source A resource with an empty vendor, or with an empty field and too few others, fails the older parser.
        # Source: getmoto/moto moto/iam/policy_validation.py at 0af643a.
        raise Malformed("The policy failed legacy parsing")


def _check_action(action):
    """Raises Malformed unless *action* is "*" or names a vendor."""
    vendor, *names = action.split(":")
    if not names and vendor != "*":
        # Evidence: report An action without a vendor is refused. Source: answers quoted in public logs of Terraform and
        # CloudFormation.
        raise Malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    if len(names) > 1:
        # Evidence: source A second colon is refused. Source: getmoto/moto moto/iam/policy_validation.py.
        raise Malformed("Actions/Condition can contain only one colon.")
    if vendor != "*" and not re.fullmatch("[a-zA-Z0-9.-]*", vendor):
        # Evidence: source A vendor with other characters is refused. Source: getmoto/moto
        # moto/iam/policy_validation.py.
        raise Malformed(f"Vendor {vendor} is not valid")


def _listed(value):
    return value if isinstance(value, list) else [value]


def _demand(holds):
    if not holds:
        # Evidence: source Any other broken grammar is a syntax error. Source: getmoto/moto
        # moto/iam/policy_validation.py.
        raise Malformed("Syntax errors in policy.")
