"""Gets tokens with azure-identity: get_tokens.py REQUESTS. REQUESTS is a JSON list of objects with credential, options, scope, and
spoiled. Prints a JSON list with a token or an error for each."""

import json
import re
import sys

from azure.core.exceptions import AzureError
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import (
    ClientSecretCredential,
    DefaultAzureCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)


class Spoiling(RequestsTransport):
    """Changes requests on their way: what a library that did it wrong would send."""

    def __init__(self, withoutHeader=None, apiVersion=None):
        super().__init__()
        self.without_header, self.api_version = withoutHeader, apiVersion

    def send(self, request, **options):
        if self.without_header is not None:
            request.headers.pop(self.without_header)
        if self.api_version is not None:
            request.url = re.sub("api-version=[^&]+", "api-version=" + self.api_version, request.url)
        return super().send(request, **options)


def default(clientId=None, **options):
    return DefaultAzureCredential(managed_identity_client_id=clientId, workload_identity_client_id=clientId, **options)


def managed(clientId=None, objectId=None, resourceId=None, **options):
    config = {"object_id": objectId, "resource_id": resourceId}
    named = {name: value for name, value in config.items() if value is not None}
    return ManagedIdentityCredential(client_id=clientId, identity_config=named, **options)


def secret(tenantId, clientId, clientSecret):
    return ClientSecretCredential(tenantId, clientId, clientSecret)


def workload(disableInstanceDiscovery=False, tokenFilePath=None, tenantId=None):
    named = {"token_file_path": tokenFilePath, "tenant_id": tenantId}
    given = {name: value for name, value in named.items() if value is not None}
    return WorkloadIdentityCredential(disable_instance_discovery=disableInstanceDiscovery, **given)


CREDENTIALS = {"default": default, "managed": managed, "secret": secret, "workload": workload}


def answer(credential, options, scope, spoiled=None):
    transport = {} if spoiled is None else {"transport": Spoiling(**spoiled)}
    try:
        token = CREDENTIALS[credential](**options, **transport).get_token(scope)
        return {"token": token.token, "expiresOn": token.expires_on}
    # An answer without a body is a ValueError of MSAL.
    except (AzureError, ValueError) as error:
        return {"error": type(error).__name__, "message": str(error)}


print(json.dumps([answer(**request) for request in json.loads(sys.argv[1])]))
