"""A token of Azure for a session of AWS. Imported only by the one caller that refreshes."""
import json
import os
import random
import time

from . import claims as token_claims
from . import checks, sources, sts
from .front import Session
from .failure import Failure
from .options import SESSION_NAME_LETTERS
from .times import utc

# The token's part of the time, so that STS has its own.
TOKEN_SHARE = 0.6
FRESH_MARGIN = 15 * 60
JITTER = 60
WAIT_PAUSE_SECONDS = 5


def obtain(options, environ, deadline):
    """A new Session. Under --wait, repeats what a role or an assignment may need minutes for."""
    while True:
        try:
            return _obtain(options, environ, deadline)
        except Failure as failure:
            left = deadline - time.monotonic()
            if not (options.wait and failure.awaited and left > 2 * WAIT_PAUSE_SECONDS):
                raise
        time.sleep(WAIT_PAUSE_SECONDS)


def _obtain(options, environ, deadline):
    _, source = sources.choose(options, environ)
    token = source.token(options, environ, token_deadline(deadline))
    claims = token_claims.read(token)
    checks.require(claims, options)
    name = options.session_name or session_name(source.host_name(environ), claims.token_id)
    granted = sts.assume_role(options, claims, token, name, environ, deadline)
    return _session(granted, options)


def token_deadline(deadline):
    """When the token must be there, so that STS has its own part of the time."""
    now = time.monotonic()
    return now + (deadline - now) * TOKEN_SHARE


def session_name(host, token_id):
    """`<host>@<token id>`, made to fit what STS allows: 2 to 64 of [A-Za-z0-9_+=,.@-]. Without a host, this one's."""
    end = "@" + _fitting(token_id)[:40] if token_id else ""
    start = _fitting(host or os.uname().nodename) or "azure"
    return (start[: 64 - len(end)] + end).ljust(2, "-")


def _fitting(text):
    return "".join(letter if letter in SESSION_NAME_LETTERS else "-" for letter in text)


def _session(granted, options):
    document = {
        "Version": 1,
        "AccessKeyId": granted.access_key_id,
        "SecretAccessKey": granted.secret_access_key,
        "SessionToken": granted.session_token,
        "Expiration": utc(granted.expires),
    }
    now = int(time.time())
    # A clock that is behind would take the session for longer than it is.
    expires = min(int(granted.expires), now + options.duration)
    # Nothing of a short session would be left after the whole margin, and every call would open a new one.
    margin = min(FRESH_MARGIN + random.randint(0, JITTER), options.duration // 2)
    fresh_until = expires - margin
    text = json.dumps(document).encode("ascii") + b"\n"
    return Session(text, now, fresh_until, expires)
