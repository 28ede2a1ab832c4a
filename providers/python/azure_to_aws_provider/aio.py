"""The same for asyncio: aiobotocore, aioboto3, and s3fs. Requests for a session run in a thread."""
from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiobotocore.credentials import AioCredentialResolver, AioDeferredRefreshableCredentials
from aiobotocore.session import AioSession
from botocore.credentials import CredentialProvider

from ._session import AzureToAwsProvider, Options

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AioRefreshableSession(AioDeferredRefreshableCredentials):
    """As RefreshableSession."""

    _mandatory_refresh_timeout = 60


class AioAzureToAwsProvider(CredentialProvider):
    """As AzureToAwsProvider, with the same arguments, for aiobotocore."""

    METHOD = AzureToAwsProvider.METHOD
    CANONICAL_NAME = AzureToAwsProvider.CANONICAL_NAME

    def __init__(self, role_arn: str | None = None, audience: str | None = None, **options: Unpack[Options]) -> None:
        super().__init__()
        provider = AzureToAwsProvider(role_arn, audience, **options)
        self.region = provider.region
        self._credentials = AioRefreshableSession(lambda: asyncio.to_thread(provider.refresh), self.METHOD)

    async def load(self) -> AioDeferredRefreshableCredentials:
        """The same credentials each time, so all clients share one session of AWS."""
        return self._credentials


def session(role_arn: str | None = None, audience: str | None = None, **options: Unpack[Options]) -> AioSession:
    """An AioSession whose clients use the role. The arguments are those of AzureToAwsProvider."""
    provider = AioAzureToAwsProvider(role_arn, audience, **options)
    core = AioSession()
    core.register_component("credential_provider", AioCredentialResolver([provider]))
    if provider.region is not None:
        core.set_config_variable("region", provider.region)
    return core
