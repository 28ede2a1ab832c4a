"""Gets tokens with azure-identity: get_tokens.py REQUESTS. REQUESTS is a JSON list of objects with credential, options, and scope.
Prints a JSON list with a token or an error for each."""

import json
import sys

from azure.core.exceptions import AzureError
from azure.identity import DefaultAzureCredential, ManagedIdentityCredential, WorkloadIdentityCredential


def default(clientId=None, **options):
    return DefaultAzureCredential(managed_identity_client_id=clientId, workload_identity_client_id=clientId, **options)


def managed(clientId=None, objectId=None, resourceId=None):
    config = {"object_id": objectId, "resource_id": resourceId}
    named = {name: value for name, value in config.items() if value is not None}
    return ManagedIdentityCredential(client_id=clientId, identity_config=named)


def workload(disableInstanceDiscovery=False):
    return WorkloadIdentityCredential(disable_instance_discovery=disableInstanceDiscovery)


CREDENTIALS = {"default": default, "managed": managed, "workload": workload}


def answer(credential, options, scope):
    try:
        token = CREDENTIALS[credential](**options).get_token(scope)
        return {"token": token.token, "expiresOn": token.expires_on}
    except AzureError as error:
        return {"error": type(error).__name__, "message": str(error)}


print(json.dumps([answer(**request) for request in json.loads(sys.argv[1])]))
