"""Tokens from the identity endpoint of App Service, Functions and Container Apps.

From Microsoft's pages "How to use managed identities for App Service and Azure Functions", section "REST endpoint
reference", and "Managed identities in Azure Container Apps". Texts of refusals as the tests of MSAL for .NET and Java
have them, and as azure-cli issue 20196 and azure-container-apps issue 442 report them.
"""
from urllib.parse import urlencode

from . import endpoint, web
from .failure import Failure
from .messages import Message
from .token_answer import token_in

VARIABLES = ("IDENTITY_ENDPOINT", "IDENTITY_HEADER")
WHO = "the app's identity endpoint"
# Its answer to an audience that it does not know is 500 too (MSAL for Python, managed_identity.py), so that more
# attempts would be wasted.
ATTEMPTS = 4
# What it says, in lower case, where the app has no such identity.
NOT_ASSIGNED = (
    "no user assigned",
    "no managed identity found",
    "unable to load requested managed identity",
    "unable to load the proper managed identity",
    "identity not found",
)


def place(environ):
    """Where tokens are asked for."""
    return endpoint.identity(environ)


def token(options, environ, deadline):
    """An Entra access token for the audience, of the identity with the client ID. Raises Failure."""
    there = place(environ)
    secret = environ["IDENTITY_HEADER"]
    if not (secret.isascii() and secret.isprintable()):
        raise Failure(Message("identity-header-invalid"))
    # Azure Automation, which sets the same variables, wants the second header (MSAL for Python, managed_identity.py).
    headers = {"X-IDENTITY-HEADER": secret, "Metadata": "true"}
    query = {"api-version": "2019-08-01", "resource": options.audience, "client_id": options.client_id}

    def explain(text, reply):
        if not any(words in text for words in NOT_ASSIGNED):
            return None
        return Message("identity-not-on-app", client=options.client_id, reply=reply)

    def attempt(seconds):
        answer = web.send(there, WHO, "GET", "?" + urlencode(query), headers, seconds=seconds)
        try:
            return token_in(answer, WHO, options, explain, secret)
        except Failure as failure:
            if answer.status == 500 and failure.passing:
                reply = failure.messages[0].fields["reply"]
                hint = Message("identity-endpoint-error", reply=reply, audience=options.audience)
                raise Failure(hint, True, failure.retry_after, ATTEMPTS)
            raise

    return web.retrying(attempt, deadline)


def host_name(environ):
    """The app's name. It is only for people to read."""
    return environ.get("WEBSITE_SITE_NAME") or environ.get("CONTAINER_APP_NAME")
