"""Lets time pass for the sessions of STS, and since the last uses of keys and roles.

MiniStack ends sessions by the machine's clock. A test that needs to see what is
left of one after hours makes all of them that much older. Only the front may:
its secret has to be in the header.
"""

import hmac
from urllib.parse import parse_qs

from ministack.services import sts

from ministack_gaps import last_use
from ministack_gaps.web_identity import HEADER

PATH = "/_lab/sessions/age"


def is_asked(scope, front_secret):
    """Whether the front asks for it."""
    given = dict(scope["headers"]).get(HEADER.encode(), b"")
    return scope["path"] == PATH and hmac.compare_digest(given, front_secret.encode())


async def answer(scope, send):
    """Makes all sessions and uses older by the number of seconds in the query."""
    (seconds,) = parse_qs(scope["query_string"].decode())["seconds"]
    for session in sts._sessions.values():
        for moment in ("Expiration", "IssuedAt"):
            if moment in session:
                session[moment] -= float(seconds)
    last_use.age(float(seconds))
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
