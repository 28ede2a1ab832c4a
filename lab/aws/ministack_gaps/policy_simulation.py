"""SimulatePrincipalPolicy: for which principals, and who may call it.

MiniStack finds no role that has a path, answers about roles that do not exist, ignores the permissions boundary and
writes texts into XML unescaped. Its evaluator decides, as it does on each request.

Evidence: documentation The action is authorized on the ARN of the principal. Source: Service Authorization Reference,
"Actions, resources, and condition keys for AWS IAM".

Evidence: report A refusal of the action names this ARN, and not "role NAME" as
those of its neighbors. Source: answers quoted in public logs.
"""

from xml.sax.saxutils import escape

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from ministack_gaps.constraints import members

ACTION = "SimulatePrincipalPolicy"
_DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}

_simulate = iam._simulate_principal_policy


def _simulate_principal_policy(p):
    arn = iam._p(p, "PolicySourceArn")
    kind = "role" if ":role/" in arn else "user" if ":user/" in arn else None
    if kind is None:
        return _simulate(p)
    table = iam._roles if kind == "role" else iam._users
    name = arn.rsplit("/", 1)[-1]
    principal = table.get(name)
    if not principal or principal["Arn"] != arn:
        # Evidence: inferred A role or user that does not exist is 404 `NoSuchEntity`. Reason: the page has the code; the
        # text is that of GetRole and GetUser.
        return iam._error(404, "NoSuchEntity", f"The {kind} with name {escape(name)} cannot be found.")
    account = get_account_id()
    gather = iam_evaluator._gather_role_policies if kind == "role" else iam_evaluator._gather_user_policies
    policies = gather(name, account)
    boundary = iam_evaluator._permissions_boundary(table, name, account)
    principal_type = "AssumedRole" if kind == "role" else "User"
    results = [
        _result(action, resource, _decision(action, resource, arn, principal_type, policies, boundary))
        for action in members(p, "ActionNames") for resource in members(p, "ResourceArns") or ["*"]]
    return iam._xml(200, f"{ACTION}Response", (
        f"<{ACTION}Result><IsTruncated>false</IsTruncated>"
        f"<EvaluationResults>{''.join(results)}</EvaluationResults></{ACTION}Result>"))


def _decision(action, resource, arn, principal_type, policies, boundary):
    context = iam_evaluator.EvalContext(
        principal_arn=arn, principal_type=principal_type, principal_account=get_account_id(), action=action,
        resource_arn=resource, region=get_region())
    return _DECISIONS[iam_evaluator.evaluate(context, policies, *boundary).decision]


def _result(action, resource, decision):
    """One result.

    Evidence: documentation The answer has `IsTruncated` and
    `EvaluationResults`, whose members have `EvalActionName`,
    `EvalResourceName`, `EvalDecision`, `MatchedStatements`, and
    `MissingContextValues`. Source: IAM API Reference, SimulatePrincipalPolicy.
    That the last two are empty is the lab's.
    """
    return (f"<member><EvalActionName>{escape(action)}</EvalActionName>"
            f"<EvalResourceName>{escape(resource)}</EvalResourceName><EvalDecision>{decision}</EvalDecision>"
            "<MatchedStatements/><MissingContextValues/></member>")


def close():
    # Evidence: documentation Every action is evaluated for every resource, `*` by default, and the boundary takes
    # part. Source: IAM API Reference, SimulatePrincipalPolicy.
    iam._IAM_HANDLERS[ACTION] = _simulate_principal_policy
