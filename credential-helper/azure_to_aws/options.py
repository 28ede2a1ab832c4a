"""The command line. Read without argparse and re, because callers that only wait for a refresh read it too."""
from .failure import Failure
from .messages import Message, quoted
from .partitions import PARTITIONS, is_region, partition_of_region

VALUES = (
    "--role-arn",
    "--audience",
    "--client-id",
    "--issuer",
    "--subject",
    "--session-name",
    "--duration",
    "--region",
    "--cache-dir",
    "--source",
)
FLAGS = ("--wait", "--diagnose", "--diagnose=json")
SOURCES = ("token-file", "workload-identity", "app-service", "imds")

SESSION_NAME_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-")
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


class Options:
    """The checked options. Each attribute has the name of its option."""

    def __init__(self, values, flags, region):
        self.role_arn = values["--role-arn"]
        self.audience = values["--audience"]
        # None only if the cluster's token goes to AWS unchanged.
        self.client_id = values["--client-id"].lower() if "--client-id" in values else None
        self.issuer = values.get("--issuer")
        self.subject = values["--subject"].lower() if is_guid(values.get("--subject", "")) else values.get("--subject")
        self.session_name = values.get("--session-name")
        self.duration = int(values.get("--duration", "3600"))
        self.source = values.get("--source")
        self.wait = "--wait" in flags
        # None, "text" or "json".
        self.diagnose = "json" if "--diagnose=json" in flags else "text" if "--diagnose" in flags else None
        self.region = region


def parse(arguments, environ):
    """The options, or a Failure that names every problem at once."""
    values, flags, problems = _split(arguments)
    if "--role-arn" not in values and not problems and [flag for flag in flags if flag.startswith("--diagnose")]:
        raise Failure(Message("profile-needed"), status=2)
    needed = ("--role-arn", "--audience", "--client-id")
    for name in needed[:2] if values.get("--source") == "token-file" else needed:
        if name not in values:
            problems.append(Message("helper-option-missing", option=name))
    for name, check in CHECKS.items():
        if name in values and not check[0](values[name]):
            problems.append(_invalid(name, check[1], values[name]))
    if values.get("--subject", "").lower() == values.get("--client-id", "-").lower():
        problems.append(Message("helper-subject-is-client-id"))
    region = values.get("--region") or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    if not problems:
        partition = values["--role-arn"].split(":")[1]
        region = region or PARTITIONS[partition][3]
        if not is_region(region):
            problems.append(Message("helper-region-invalid", region=quoted(region)))
        elif partition_of_region(region) != partition:
            problems.append(Message("helper-region-partition", region=region, role=values["--role-arn"]))
    if problems:
        raise Failure(problems, status=2)
    return Options(values, flags, region)


def _split(arguments):
    values, flags, problems = {}, [], []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument in FLAGS:
            flags.append(argument)
            continue
        name, equals, value = argument.partition("=")
        if equals and name in FLAGS:
            expected = "no value, or json" if name == "--diagnose" else "no value"
            problems.append(Message("helper-flag-value", option=name, expected=expected))
            continue
        if name not in VALUES:
            problems.append(Message("helper-option-unknown", option=quoted(name[:40])))
            continue
        if not equals and rest and not rest[0].startswith("--"):
            value = rest.pop(0)
        if name in values:
            problems.append(Message("helper-option-twice", option=name))
        values[name] = value
    return values, flags, problems


def _invalid(name, expected, given):
    return Message("helper-option-value", option=name, expected=expected, given=quoted(given))


def is_guid(text):
    return [len(part) for part in text.split("-")] == [8, 4, 4, 4, 12] and HEXADECIMAL.issuperset(
        text.replace("-", "")
    )


def _is_plain(text):
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _is_subject(text):
    return is_guid(text) or (_is_plain(text) and text.startswith("system:serviceaccount:"))


def _is_role_arn(text):
    parts = text.split(":")
    return (
        _is_plain(text)
        and len(parts) == 6
        and parts[0] == "arn"
        and parts[1] in PARTITIONS
        and parts[2:4] == ["iam", ""]
        and len(parts[4]) == 12
        and parts[4].isdigit()
        and parts[5].startswith("role/")
        and len(parts[5]) > len("role/")
    )


CHECKS = {
    "--role-arn": (_is_role_arn, "an IAM role's ARN, arn:aws:iam::<account>:role/<name>"),
    "--audience": (_is_plain, "the application ID URI, without spaces"),
    "--client-id": (is_guid, "a GUID, the client ID of the managed identity"),
    "--issuer": (lambda text: _is_plain(text) and text.startswith("https://"), "an https URL"),
    "--subject": (_is_subject, "a GUID, the principal (object) ID of the managed identity"),
    "--session-name": (
        lambda text: 2 <= len(text) <= 64 and SESSION_NAME_LETTERS.issuperset(text),
        "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -",
    ),
    "--duration": (
        lambda text: text.isascii() and text.isdigit() and 900 <= int(text) <= 43200,
        "whole seconds, 900 to 43200",
    ),
    "--region": (is_region, "the name of an AWS region, such as eu-west-1"),
    "--cache-dir": (lambda text: text.startswith("/") and "\0" not in text, "an absolute path"),
    "--source": (lambda text: text in SOURCES, "one of " + ", ".join(SOURCES)),
}
