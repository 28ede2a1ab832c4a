"""Prints how IMDS answers a request that was forwarded, as `STATUS: BODY`."""

import os
import urllib.error
import urllib.request

HOST = os.environ.get("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://169.254.169.254")
# An address for documentation (RFC 5737).
HEADERS = {"Metadata": "true", "X-Forwarded-For": "192.0.2.1"}


def main():
    """Sends the request."""
    request = urllib.request.Request(HOST + "/metadata/instance?api-version=2021-02-01", headers=HEADERS)
    # IMDS does not work through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as response:
            # The metadata name the owner of the VM.
            print("%s: not refused" % response.status)
    except urllib.error.HTTPError as error:
        print("%s: %s" % (error.code, error.read().decode("utf-8", "replace").strip()))


if __name__ == "__main__":
    main()
