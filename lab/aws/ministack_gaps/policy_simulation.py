"""SimulatePrincipalPolicy: of whom, and who may ask.

MiniStack finds no role that has a path, answers about roles that do not exist, ignores the permissions boundary and
writes texts into XML unescaped. Its evaluator decides, as it does on each request.

Evidence:

* a principal that does not exist is NoSuchEntity; every action is evaluated for every resource, `*` by default; the
  boundary takes part: documentation (IAM API Reference, SimulatePrincipalPolicy);
* the action is authorised on the principal's ARN: documentation (Service Authorization Reference), and a refusal names
  that ARN and not "role NAME" as its neighbours do: log ("is not authorized to perform: iam:SimulatePrincipalPolicy on
  resource: arn:aws:iam::...:role/..." in users' reports);
* the text of NoSuchEntity: inferred from GetRole's.
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
    if ":role/" not in arn:
        return _simulate(p)
    name = arn.rsplit("/", 1)[-1]
    role = iam._roles.get(name)
    if not role or role["Arn"] != arn:
        return iam._error(404, "NoSuchEntity", f"The role with name {escape(name)} cannot be found.")
    account = get_account_id()
    policies = iam_evaluator._gather_role_policies(name, account)
    boundary = iam_evaluator._permissions_boundary(iam._roles, name, account)
    results = [
        _result(action, resource, _decision(action, resource, arn, policies, boundary))
        for action in members(p, "ActionNames") for resource in members(p, "ResourceArns") or ["*"]]
    return iam._xml(200, f"{ACTION}Response", (
        f"<{ACTION}Result><IsTruncated>false</IsTruncated>"
        f"<EvaluationResults>{''.join(results)}</EvaluationResults></{ACTION}Result>"))


def _decision(action, resource, arn, policies, boundary):
    context = iam_evaluator.EvalContext(
        principal_arn=arn, principal_type="AssumedRole", principal_account=get_account_id(), action=action,
        resource_arn=resource, region=get_region())
    return _DECISIONS[iam_evaluator.evaluate(context, policies, *boundary).decision]


def _result(action, resource, decision):
    return (f"<member><EvalActionName>{escape(action)}</EvalActionName>"
            f"<EvalResourceName>{escape(resource)}</EvalResourceName><EvalDecision>{decision}</EvalDecision>"
            "<MatchedStatements/><MissingContextValues/></member>")


def close():
    iam._IAM_HANDLERS[ACTION] = _simulate_principal_policy
