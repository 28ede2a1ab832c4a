"""Reading what a token service of Azure answers: a token, or why there is none."""
import json

from . import entra, web
from .failure import Failure, one_line
from .messages import Message, answered

# In addition to 5xx: from Microsoft's page on tokens for VMs, section "Retry guidance"; 408 as MSAL for Node has it. A 410
# of the metadata service can last 70 s, which is longer than a call may take: the next call goes on.
RETRIED = (404, 408, 410, 429)
# What the services call their explanation: IMDS and Entra, then App Service, which hands on Entra's in the first of
# its two.
TEXTS = ("error", "error_description", "exceptionmessage", "message")


def token_in(answer, who, options, explain, secret=None):
    """The access token of an answer.

    Raises a Failure in the service's own words. explain(text in lower case, reply) returns the Message of an
    answer that only this service gives, or None. `secret` is what must not be repeated from the answer.
    """
    if answer.status != 200:
        raise _refusal(answer, who, options, explain, secret)
    body = _json(answer)
    found = body.get("access_token")
    if not isinstance(found, str) or not found:
        raise Failure(Message("token-absent", service=who), passing=True, attempts=3)
    return found


def _refusal(answer, who, options, explain, secret):
    text = one_line(answer.body.decode("utf-8", "replace"), secret, longest=2000)
    reply = answered(who, answer.status, _original(answer, secret))
    code = entra.code_in(text)
    if code in entra.MESSAGES and answer.status != 429:
        message = entra.message(code, options, reply)
        return Failure(message, awaited=code in entra.AWAITED)
    if code in entra.PASSING or answer.status in RETRIED or answer.status >= 500:
        retry_after = web.retry_after(answer.headers)
        return Failure(Message("token-service-trouble", reply=reply), passing=True, retry_after=retry_after)
    if 300 <= answer.status < 400:
        return Failure(Message("redirect-refused", service=who, status=answer.status))
    message = explain(text.lower(), reply)
    return Failure(message or Message("token-request-refused", reply=reply), awaited=message is not None)


def _json(answer):
    try:
        body = json.loads(answer.body.decode("utf-8"))
    except (ValueError, RecursionError):
        body = None
    return body if isinstance(body, dict) else {}


def _original(answer, secret):
    body = {name.lower(): value for name, value in _json(answer).items()}
    if not body:
        return one_line(answer.body[:300].decode("utf-8", "replace"), secret)
    parts = [body[name] for name in TEXTS if isinstance(body.get(name), str)]
    return one_line(" - ".join(part for part in parts if part), secret, longest=700)
