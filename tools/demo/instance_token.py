"""Prints a token of one of the VM's identities into a pipe. It must not appear anywhere else.

Usage: python3 instance_token.py CLIENT_ID AUDIENCE FORM SECONDS [NOT_YET ...]

FORM is "forged" to change the signature of the token, "unknown-key" to name another key in its header, anything else to keep
it. A refusal goes to standard error, as IMDS words it, with exit code 1. After a refusal that contains one of the NOT_YET
strings, the script repeats the request until SECONDS are over, because not all replicas know a new object at once.
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

PAUSE = 5


def ask(client_id, audience):
    """Returns the token and None, or None and the refusal."""
    host = os.environ.get("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://169.254.169.254")
    query = urllib.parse.urlencode(
        {"api-version": "2018-02-01", "resource": audience, "client_id": client_id}
    )
    request = urllib.request.Request(
        f"{host}/metadata/identity/oauth2/token?{query}", headers={"Metadata": "true"}
    )
    # IMDS does not work through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as response:
            return json.load(response)["access_token"], None
    except urllib.error.HTTPError as error:
        body = json.loads(error.read() or b"{}")
        return None, f"{body.get('error', error.code)}: {body.get('error_description', '')}"


def forged(token):
    """The token with another signature of the same length."""
    head, _, signature = token.rpartition(".")
    return head + "." + signature.translate(str.maketrans("ABab", "BAba"))


def unknown_key(token):
    """The token, with a header that names a key of nobody."""
    head, _, rest = token.partition(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    header.update({name: "unknown" for name in ("kid", "x5t") if name in header})
    return base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=") + "." + rest


FORMS = {"forged": forged, "unknown-key": unknown_key}


def main(client_id, audience, form, seconds, *not_yet):
    """Prints the token, or the refusal."""
    deadline = time.monotonic() + float(seconds)
    token, refusal = ask(client_id, audience)
    while token is None and any(text in refusal for text in not_yet) and time.monotonic() < deadline:
        time.sleep(PAUSE)
        token, refusal = ask(client_id, audience)
    if token is None:
        sys.exit(refusal)
    sys.stdout.write(FORMS.get(form, str)(token))


if __name__ == "__main__":
    main(*sys.argv[1:])
