"""A token of Entra for a session of AWS."""
from __future__ import annotations

import base64
import json
import os
import re
import socket
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from ._errors import AzureToAwsError, refusal

VERSION = "0.2.0"
# Callers wait. By default, azure-identity waits up to 300 s for each answer, and the AWS SDK for 60 s.
TOKEN_PATIENCE: dict[str, Any] = {"connection_timeout": 3, "read_timeout": 10, "retry_total": 3}
STS_PATIENCE: dict[str, Any] = {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 3}}


class Credential(Protocol):
    """Any credential of azure-identity."""

    def get_token(self, *scopes: str) -> Any: ...


def now() -> datetime:
    """The time by this machine's clock, in UTC."""
    return datetime.now(timezone.utc)


class Exchange:
    """Opens sessions of one role. arguments: as `check` returns them; core: creates the client of STS."""

    def __init__(self, arguments: dict[str, str], credential: Credential | None, core: Session) -> None:
        self._arguments = arguments
        named = {"role": "role_arn", "client": "client_id", "seconds": "duration_seconds", "region": "sts_region", "audience": "audience"}
        self._fields = {field: arguments[name] for field, name in named.items() if name in arguments}
        self._credential = credential
        self._answer = ("0", "")
        config = Config(signature_version=UNSIGNED, user_agent_extra=f"azure-to-aws/{VERSION}", **STS_PATIENCE)
        self._sts: Any = core.create_client("sts", arguments["sts_region"], config=config)

    def __call__(self) -> dict[str, str]:
        """What botocore's refreshable credentials take. Raises AzureToAwsError."""
        token = self._token()
        claims = claims_of(token)
        name = self._arguments.get("session_name") or session_name(claims)
        role, seconds = self._arguments["role_arn"], int(self._arguments["duration_seconds"])
        request = {"RoleArn": role, "RoleSessionName": name, "WebIdentityToken": token, "DurationSeconds": seconds}
        try:
            answer = self._sts.assume_role_with_web_identity(**request)
        except (ClientError, BotoCoreError) as error:
            # Of a version 2 token, AWS compares azp.
            fields = {**claims, "aud": claims.get("azp", claims.get("aud")), **self._fields}
            raise refusal("AWS STS", *_said(error), fields, token) from error
        except Exception:
            # The answer cannot be read. Its text, which the error of the SDK has, may contain the keys.
            answer = {}
        given = answer.get("Credentials", {})
        key, secret, session_token, end = map(given.get, ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"))
        if not (key and secret and session_token and end):
            text = "AWS STS answered 200 without complete credentials. Check what answers at its address"
            raise AzureToAwsError("sts-no-credentials", text)
        if end <= now():
            text = f"this machine's clock is wrong. The session that AWS gave ends at {end}, which is past. Set the clock"
            raise AzureToAwsError("sts-clock", text)
        # A clock that is behind would take the session for longer than it is.
        end = min(end, now() + timedelta(seconds=seconds)).isoformat()
        account = role.split(":")[4]
        return {"access_key": key, "secret_key": secret, "token": session_token, "expiry_time": end, "account_id": account}

    def _token(self) -> str:
        try:
            if self._credential is None:
                from azure.identity import ManagedIdentityCredential

                options = {**TOKEN_PATIENCE, "raw_request_hook": self._ask, "raw_response_hook": self._note}
                self._credential = ManagedIdentityCredential(client_id=self._arguments.get("client_id"), **options)
            return str(self._credential.get_token(f"{self._arguments['audience']}/.default").token)
        except Exception as error:
            status, text = self._answer
            service = "Azure's identity endpoint" if "IDENTITY_ENDPOINT" in os.environ else "Azure"
            said = text or f"{error} {error.__cause__ or ''}"
            raise refusal(service, status, said, self._fields, os.environ.get("IDENTITY_HEADER")) from error

    # azure-identity drops the status of a refusal, and in an app its text. It repeats one for a minute without asking again.
    def _ask(self, _request: Any) -> None:
        self._answer = ("0", "")

    def _note(self, response: Any) -> None:
        answer = response.http_response
        self._answer = (str(answer.status_code), answer.text() if answer.status_code >= 400 else "")


def claims_of(token: str) -> dict[str, Any]:
    """What the token says, for messages and the session name. AWS checks its signature."""
    try:
        payload = token.split(".")[1]
        return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
    except (ValueError, TypeError, IndexError):
        # Its cause would have a part of the token.
        raise AzureToAwsError("token-not-jwt", "the token from Azure is not a JWT. AWS accepts only a signed JWT") from None


def session_name(claims: dict[str, Any]) -> str:
    """`<app or host name>@<uti of the token>`, as the credential helper has it: 2 to 64 of [A-Za-z0-9_+=,.@-]."""
    host = os.environ.get("WEBSITE_SITE_NAME") or os.environ.get("CONTAINER_APP_NAME") or socket.gethostname()
    token_id = claims.get("uti") or claims.get("jti")
    end = f"@{token_id}"[:41] if token_id else ""
    return re.sub(r"[^A-Za-z0-9_+=,.@-]", "-", (host or "azure")[: 64 - len(end)] + end).ljust(2, "-")


def _said(error: ClientError | BotoCoreError) -> tuple[str, str]:
    """The HTTP status with AWS's error code, or 0 if nothing answered; and its words."""
    if not isinstance(error, ClientError):
        return "0", f"{type(error).__name__}: {error}"
    found = error.response.get("Error", {})
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return f"{status} {found.get('Code') or 'without a code'}", found.get("Message") or ""
