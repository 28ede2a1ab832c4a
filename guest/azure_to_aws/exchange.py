"""A token of Azure for a session of AWS. Imported only by the one caller that refreshes."""
import json
import os
import random
import time

from . import claims as token_claims
from . import imds, refresh, sts
from .cache import Session
from .failure import Failure
from .options import SESSION_NAME_LETTERS

# Where tokens come from, in the order of Microsoft's own libraries: name, whether it is there, the module.
# A source has token(options, environ, deadline) and host_name(environ).
SOURCES = (("imds", lambda environ: True, imds),)


def obtain(options, environ, deadline):
    """A new Session. Under --wait, repeats what a role or an assignment may need minutes for."""
    while True:
        try:
            return _obtain(options, environ, deadline)
        except Failure as failure:
            left = deadline - time.monotonic()
            if not (options.wait and failure.awaited and left > 2 * refresh.WAIT_PAUSE_SECONDS):
                raise
        time.sleep(refresh.WAIT_PAUSE_SECONDS)


def _obtain(options, environ, deadline):
    now = time.monotonic()
    source = _source(options, environ)
    token = source.token(options, environ, now + (deadline - now) * refresh.TOKEN_SHARE)
    claims = token_claims.read(token)
    token_claims.check(claims, options)
    name = options.session_name or session_name(source.host_name(environ) or os.uname().nodename, claims.token_id)
    granted = sts.assume_role(options, claims, token, name, environ, deadline)
    return _session(granted, options)


def _source(options, environ):
    for name, is_there, module in SOURCES:
        if options.source == name or (options.source is None and is_there(environ)):
            return module
    raise Failure("no source of Azure tokens found: run this on an Azure VM with a managed identity")


def session_name(host, token_id):
    """`<host>@<token id>`, made to fit what STS allows: 2 to 64 of [A-Za-z0-9_+=,.@-]."""
    end = "@" + _fitting(token_id)[:40] if token_id else ""
    start = _fitting(host) or "azure"
    return (start[: 64 - len(end)] + end).ljust(2, "-")


def _fitting(text):
    return "".join(letter if letter in SESSION_NAME_LETTERS else "-" for letter in text)


def _session(granted, options):
    document = {
        "Version": 1,
        "AccessKeyId": granted.access_key_id,
        "SecretAccessKey": granted.secret_access_key,
        "SessionToken": granted.session_token,
        "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(granted.expires)),
    }
    now = int(time.time())
    # A clock that is behind would take the session for longer than it is.
    expires = min(int(granted.expires), now + options.duration)
    fresh_until = expires - refresh.FRESH_MARGIN - random.randint(0, refresh.JITTER)
    text = json.dumps(document).encode("ascii") + b"\n"
    return Session(text, now, fresh_until, expires)
