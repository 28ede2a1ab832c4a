"""Reading what a token service of Azure answers: a token, or why there is none."""
import json

from . import entra, web
from .failure import Failure, one_line

# Besides 5xx: from Microsoft's page on tokens for VMs, section "Retry guidance"; 408 as MSAL for Node has it. A 410
# of the metadata service can last 70 s, which is longer than a call may take: the next call goes on.
RETRIED = (404, 408, 410, 429)
# What the services call their explanation: IMDS and Entra, then App Service, which hands on Entra's in the first of
# its two.
TEXTS = ("error", "error_description", "exceptionmessage", "message")


def token_in(answer, who, options, explain, secret=None):
    """The access token of an answer.

    Raises a Failure in the service's own words. explain(text in lower case) gives what they mean where only this
    service says so, or None. `secret` is what must not be repeated from the answer.
    """
    if answer.status != 200:
        raise _refusal(answer, who, options, explain, secret)
    body = _json(answer)
    found = body.get("access_token")
    if not isinstance(found, str) or not found:
        raise Failure("%s answered 200 without an access_token" % who, passing=True, attempts=3)
    return found


def _refusal(answer, who, options, explain, secret):
    text = one_line(answer.body.decode("utf-8", "replace"), secret, longest=2000)
    said = "%s answered %d: %s" % (who, answer.status, _original(answer, secret) or "no reason given")
    code = entra.code_in(text)
    if code in entra.REMEDIES and answer.status != 429:
        return Failure(
            "%s (audience %s): %s" % (entra.REMEDIES[code], options.audience, said), awaited=code in entra.AWAITED
        )
    if code in entra.PASSING or answer.status in RETRIED or answer.status >= 500:
        return Failure(said, passing=True, retry_after=web.retry_after(answer.headers))
    if 300 <= answer.status < 400:
        return Failure("%s answered %d, a redirect, which is never followed" % (who, answer.status))
    remedy = explain(text.lower())
    return Failure("%s: %s" % (remedy, said), awaited=True) if remedy else Failure(said)


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
