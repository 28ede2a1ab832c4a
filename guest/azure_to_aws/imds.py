"""Tokens from a VM's instance metadata service.

From Microsoft's pages "How to use managed identities for Azure resources on an Azure VM to acquire an access token"
and "Azure Instance Metadata Service for virtual machines".
"""
import json
from urllib.parse import urlencode

from . import endpoint, entra, web
from .failure import Failure, one_line

WHO = "Azure's instance metadata service"
HEADERS = {"Metadata": "true"}
RETRIED = (404, 408, 410, 429)


def token(options, environ, deadline):
    """An Entra access token for the audience, of the identity with the client ID. Raises Failure."""
    place = endpoint.imds(environ)
    query = {"api-version": "2018-02-01", "resource": options.audience, "client_id": options.client_id}
    target = "/metadata/identity/oauth2/token?" + urlencode(query)

    def attempt(seconds):
        return _read_token(web.send(place, WHO, "GET", target, HEADERS, seconds=seconds), options)

    return web.retrying(attempt, deadline)


def host_name(environ):
    """The VM's name, or None if the service does not tell it at once. It is only for people to read."""
    target = "/metadata/instance/compute/name?api-version=2021-02-01&format=text"
    try:
        answer = web.send(endpoint.imds(environ), WHO, "GET", target, HEADERS, seconds=2)
        return answer.body.decode("utf-8") if answer.status == 200 else None
    except (Failure, ValueError):
        return None


def _read_token(answer, options):
    if answer.status != 200:
        raise _refusal(answer, options)
    try:
        body = json.loads(answer.body.decode("utf-8"))
    except (ValueError, RecursionError):
        body = None
    found = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(found, str) or not found:
        raise Failure("%s answered 200 without an access_token" % WHO, passing=True, attempts=3)
    return found


def _refusal(answer, options):
    text = one_line(answer.body.decode("utf-8", "replace"), longest=2000)
    original = _original(answer)
    code = entra.code_in(text)
    said = "%s answered %d: %s" % (WHO, answer.status, original or "no reason given")
    if answer.status in RETRIED or answer.status >= 500:
        return Failure(said, passing=True, retry_after=web.retry_after(answer.headers))
    if 300 <= answer.status < 400:
        return Failure("%s answered %d, a redirect, which is never followed" % (WHO, answer.status))
    if code in entra.REMEDIES:
        return Failure(
            "%s (audience %s): %s" % (entra.REMEDIES[code], options.audience, said),
            passing=code in entra.PASSING,
            awaited=code in entra.AWAITED,
        )
    if "identity not found" in text.lower():
        remedy = "no managed identity with client ID %s is attached to this VM: attach it, and give its client ID" % (
            options.client_id
        )
        return Failure("%s (not its principal ID): %s" % (remedy, said), awaited=True)
    return Failure(said)


def _original(answer):
    try:
        body = json.loads(answer.body.decode("utf-8"))
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        return one_line(answer.body[:300].decode("utf-8", "replace"))
    parts = [body[name] for name in ("error", "error_description") if isinstance(body.get(name), str)]
    return one_line(" - ".join(part for part in parts if part), longest=700)
