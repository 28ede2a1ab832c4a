"""Policy variables in the conditions of trust policies, which MiniStack takes for text.

``${key}`` stands for the request's own value of a key, ``${key, 'text'}`` for
a text where it has none, ``${*}``, ``${?}`` and ``${$}`` for the character
itself (IAM User Guide, "IAM policy elements: Variables and tags"). They work
in version 2012-10-17 only. A variable without a value matches nothing. What
is put in for ``${*}`` and ``${?}`` is a wildcard again under ``StringLike``.
"""

import json
import re

from ministack.core.iam_evaluator import _resolve_condition_key

_VARIABLE = re.compile(r"\$\{([^},]+)(?:,\s*'([^']*)')?\}")


class _Unresolved(Exception):
    pass


# Evidence: documentation Variables are resolved in version 2012-10-17 alone; one without a value matches nothing.
# Source: IAM User Guide, "IAM policy elements: Variables and tags".
def resolved(document, context):
    """*document* with the variables of its conditions put in from *context*."""
    policy = json.loads(document)
    if policy.get("Version") != "2012-10-17":
        return policy
    statements = policy["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        for keys in statement.get("Condition", {}).values():
            for key, values in keys.items():
                keys[key] = list(_each(values if isinstance(values, list) else [values], context))
    return policy


def _each(values, context):
    """Without a value the list is shorter: what is not there matches nothing."""
    for value in values:
        try:
            yield _VARIABLE.sub(lambda variable: _value(variable, context), value) if isinstance(value, str) else value
        except _Unresolved:
            continue


def _value(variable, context):
    name, default = variable[1].strip(), variable[2]
    if name in ("*", "?", "$"):
        return name
    value = _resolve_condition_key(name, context)
    if isinstance(value, str):
        return value
    if value or default is None:
        # Evidence: recorded A key with a list has no value for a variable, and then the default does not count either.
        # Source: radkawar/stackd testdata/aws/iam/condition_sets.json at 9dc356f.
        raise _Unresolved
    return default
