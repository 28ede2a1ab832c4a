"""Tokens from a VM's instance metadata service.

From Microsoft's pages "How to use managed identities for Azure resources on an Azure VM to acquire an access token"
and "Azure Instance Metadata Service for virtual machines".
"""
from urllib.parse import urlencode

from . import endpoint, web
from .failure import Failure
from .messages import Message
from .token_answer import token_in

VARIABLES = ()
WHO = "Azure's instance metadata service"
HEADERS = {"Metadata": "true"}


def place(environ):
    """Where tokens are asked for."""
    return endpoint.imds(environ)


def token(options, environ, deadline):
    """An Entra access token for the audience, of the identity with the client ID. Raises Failure."""
    there = place(environ)
    query = {"api-version": "2018-02-01", "resource": options.audience, "client_id": options.client_id}
    target = "/metadata/identity/oauth2/token?" + urlencode(query)

    def explain(text, reply):
        # The second is the documented error of a VM without any identity.
        if "identity not found" not in text and "unauthorized_client" not in text:
            return None
        return Message("identity-not-on-vm", client=options.client_id, reply=reply)

    def attempt(seconds):
        return token_in(web.send(there, WHO, "GET", target, HEADERS, seconds=seconds), WHO, options, explain)

    return web.retrying(attempt, deadline)


def host_name(environ):
    """The VM's name, or None if the service does not tell it at once. It is only for people to read."""
    target = "/metadata/instance/compute/name?api-version=2021-02-01&format=text"
    try:
        answer = web.send(place(environ), WHO, "GET", target, HEADERS, seconds=2)
        return answer.body.decode("utf-8") if answer.status == 200 else None
    except (Failure, ValueError):
        return None
