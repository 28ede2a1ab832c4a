"""Credentials and sessions of botocore and boto3."""
from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import boto3
import botocore.session
from botocore.credentials import CredentialProvider, CredentialResolver, DeferredRefreshableCredentials

from ._arguments import check
from ._exchange import Credential, Exchange
from ._refresh import Refresh

if TYPE_CHECKING:
    from typing_extensions import Unpack


class RefreshableSession(DeferredRefreshableCredentials):
    """botocore's own: one thread asks from 15 minutes before the end on, while others use the old session."""

    # With botocore's 10 minutes, all threads would wait for a silent service although the session is valid.
    _mandatory_refresh_timeout = 60


class Options(TypedDict, total=False):
    """The other arguments of AzureToAwsProvider."""

    client_id: str | None
    region: str | None
    duration_seconds: int
    session_name: str | None
    credential: Credential | None


class AzureToAwsProvider(CredentialProvider):
    """Credentials of an IAM role for botocore, by the managed identity of the VM, the app, or the pod.

    role_arn: the IAM role. Default: AWS_ROLE_ARN.
    audience: the application ID URI for which to request the Entra token. Default: AZURE_TO_AWS_AUDIENCE.
    client_id: of the managed identity. Default: AZURE_CLIENT_ID, else the system-assigned identity.
    region: of STS and the session. Default: AWS_REGION, else botocore's; for STS alone, else one of the role's partition.
    duration_seconds: 900 to 43200, and at most what the role allows. Default: 3600.
    session_name: the role session name. Default: `<app or host name>@<uti of the token>`.
    credential: a credential of azure-identity. Default: ManagedIdentityCredential.

    Raises ArgumentsError with every problem. Sends no request: the first call of a client does.
    """

    METHOD = "azure-to-aws"
    CANONICAL_NAME = "AzureToAws"

    def __init__(
        self,
        role_arn: str | None = None,
        audience: str | None = None,
        *,
        client_id: str | None = None,
        region: str | None = None,
        duration_seconds: int = 3600,
        session_name: str | None = None,
        credential: Credential | None = None,
    ) -> None:
        super().__init__()
        given = {"role_arn": role_arn, "audience": audience, "client_id": client_id, "region": region}
        given |= {"duration_seconds": str(duration_seconds), "session_name": session_name}
        core = botocore.session.Session()
        arguments = check(given, core.get_config_variable("region"))
        self.region = arguments.get("region")
        self.refresh = Refresh(Exchange(arguments, credential, core), duration_seconds)
        self._credentials = RefreshableSession(self.refresh, self.METHOD)

    def load(self) -> DeferredRefreshableCredentials:
        """The same credentials each time, so all clients share one session of AWS."""
        return self._credentials


def session(role_arn: str | None = None, audience: str | None = None, **options: Unpack[Options]) -> boto3.Session:
    """A boto3.Session whose clients use the role. The arguments are those of AzureToAwsProvider."""
    provider = AzureToAwsProvider(role_arn, audience, **options)
    core = botocore.session.Session()
    core.register_component("credential_provider", CredentialResolver([provider]))
    return boto3.Session(botocore_session=core, region_name=provider.region)
