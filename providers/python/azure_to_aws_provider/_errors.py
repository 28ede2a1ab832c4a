"""Errors with the codes of the credential helper, whose error catalog explains each of them."""
from __future__ import annotations

import json
import re
from collections import defaultdict
from importlib.resources import files
from typing import Any

from botocore.exceptions import CredentialRetrievalError

# What an answer means: the first pattern that fits `<service> <status>: <what it says>` decides. The status is 0 if nothing answered, and
# that of AWS has the error code. The table is the same for the providers of all languages.
REFUSALS: list[dict[str, str]] = json.loads(files(__package__ or "").joinpath("refusals.json").read_text("utf-8"))
# What a person needs of an answer of Azure, without the IDs for its support.
SENTENCE = re.compile(r'AADSTS\d+: [^"\\]+|(?<="error_description":")[^"\\]+|(?<="message":")[^"\\]+')


class AzureToAwsError(CredentialRetrievalError):
    """Why there are no credentials. The message ends with `code` in brackets; `__cause__` is the error of the vendor's library."""

    fmt = "azure-to-aws: {error_msg} [{code}]"

    def __init__(self, code: str, error_msg: str) -> None:
        super().__init__(code=code, error_msg=error_msg)
        self.code = code
        self.text = error_msg

    def __reduce__(self) -> tuple[Any, ...]:
        return AzureToAwsError, (self.code, self.text)


def refusal(service: str, status: str, said: str, fields: dict[str, str], secret: str | None) -> AzureToAwsError:
    """The error for what a service answered. `status`: the HTTP status, for AWS with its error code."""
    said = re.sub(r"eyJ[\w-]{6,}(\.[\w-]*)*", "<token>", said.replace(secret, "<secret>") if secret else said)
    said = "".join(letter if letter.isprintable() else " " for letter in said)
    found = next(each for each in REFUSALS if re.search(each["pattern"], f"{service} {status}: {said}", re.I))
    text = found["text"].format_map(defaultdict(lambda: "(none)", fields))
    sentence = SENTENCE.search(said)
    reply = " ".join((sentence[0] if sentence else said).split())[:500]
    return AzureToAwsError(found["code"], f"{text}. {service} {f'answered {status}' if status != '0' else 'did not answer'}: {reply}")
