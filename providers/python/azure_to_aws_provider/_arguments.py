"""What the caller gives, or the environment: checked before anything is requested, with every problem in one error."""
from __future__ import annotations

import os
import re
from typing import Any

from botocore.loaders import create_loader

# By their names, such as aws-cn: botocore's table of regions.
PARTITIONS = {each["id"]: each for each in create_loader().load_data("partitions")["partitions"]}
# Each argument: what it must match, the same in words, and its variable.
FORMS = {
    "role_arn": (rf"arn:({'|'.join(PARTITIONS)}):iam::\d{{12}}:role/[!-~]+", "arn:aws:iam::<account>:role/<name>", "AWS_ROLE_ARN"),
    "audience": (
        r"(?!.*/\.default$)[!-~]+",
        "the application ID URI, such as api://<tenant ID>/<name>, without /.default",
        "AZURE_TO_AWS_AUDIENCE",
    ),
    "client_id": (r"[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}", "the client ID of the identity, a GUID", "AZURE_CLIENT_ID"),
    "region": (r"[a-z]+(-[a-z]+)+-\d+", "the name of an AWS region, such as eu-west-1", "AWS_REGION"),
    "duration_seconds": (r"9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200", "whole seconds, 900 to 43200", ""),
    "session_name": (r"[\w+=,.@-]{2,64}", "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -", ""),
}


class ArgumentsError(ValueError):
    """Arguments are missing or malformed: a line for each of them."""


def check(given: dict[str, Any], configured_region: str | None) -> dict[str, str]:
    """The arguments that have a value, and `sts_region`. Raises ArgumentsError."""
    values: dict[str, str] = {}
    problems: list[str] = []
    for name, (form, expected, variable) in FORMS.items():
        value = given[name] if given[name] is not None else os.environ.get(variable) or None
        value = configured_region if value is None and name == "region" else value
        fix = f"Set the argument or {variable}" if variable else "Correct the argument"
        if value is not None and re.fullmatch(form, str(value), re.ASCII):
            values[name] = str(value)
        elif value is not None:
            got = ascii(str(value)[:200])[1:-1]
            problems.append(f'{name}: invalid value. Expected {expected}; got "{got}". {fix} [helper-option-value]')
        elif name in ("role_arn", "audience"):
            problems.append(f"{name}: missing. Expected {expected}; got nothing. {fix} [helper-option-missing]")
    if "role_arn" in values:
        wanted = values["role_arn"].split(":")[1]
        values["sts_region"] = region = values.get("region") or PARTITIONS[wanted]["outputs"]["implicitGlobalRegion"]
        # A region that the installed botocore does not know yet is taken for one of `aws`.
        found = next((name for name, each in PARTITIONS.items() if re.match(each["regionRegex"], region)), "aws")
        if found != wanted:
            expected = f'Expected one of {wanted}; got "{region}". Set the argument or AWS_REGION'
            problems.append(f"region: of another partition than role_arn. {expected} [helper-region-partition]")
    if problems:
        raise ArgumentsError("\n".join(problems))
    return values
