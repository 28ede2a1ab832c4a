"""Tokens for a pod on AKS: the cluster's token is exchanged at Entra for one of a managed identity.

From Microsoft's pages "Use Microsoft Entra Workload ID with Azure Kubernetes Service" and "Microsoft identity platform
and the OAuth 2.0 client credentials flow", section "Access token request with a federated credential".
"""
from urllib.parse import urlencode

from . import endpoint, tls, token_file, web
from .failure import Failure
from .messages import Message, quoted
from .token_answer import token_in

VARIABLES = ("AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID")
WHO = "Entra"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Accept": "application/json"}
TENANT_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


def place(environ):
    """Where tokens are asked for."""
    return endpoint.entra(environ)


def token(options, environ, deadline):
    """An Entra access token for the audience, of the identity with the client ID. Raises Failure."""
    there = place(environ)
    tenant = environ["AZURE_TENANT_ID"]
    if not TENANT_LETTERS.issuperset(tenant.lower()):
        raise Failure(Message("tenant-id-invalid", given=quoted(tenant[:100])))
    settings = tls.context(environ) if there.scheme == "https" else None

    def attempt(seconds):
        # Read again each time: what has ended may have been replaced.
        assertion = token_file.read(environ)
        body = urlencode(
            {
                "client_id": options.client_id,
                "grant_type": "client_credentials",
                "scope": options.audience + "/.default",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion,
            }
        ).encode("ascii")
        answer = web.send(
            there, WHO, "POST", "/%s/oauth2/v2.0/token" % tenant, HEADERS, body, seconds, settings
        )
        return token_in(answer, WHO, options, lambda text, reply: None, assertion)

    return web.retrying(attempt, deadline)


def host_name(environ):
    """None: a pod's host name is the pod's name."""
    return None
