"""The proxy for HTTPS that the environment names, as other AWS clients use it. Never on the way to Azure's metadata."""
import base64
from urllib.parse import unquote, urlsplit

from .failure import Failure
from .messages import Message


class Proxy:
    """Host and port of a proxy and the headers that it wants."""

    def __init__(self, host, port, headers):
        self.host = host
        self.port = port
        self.headers = headers


def towards(host, environ):
    """The proxy for a host, or None. From https_proxy or HTTPS_PROXY, except for what no_proxy or NO_PROXY names."""
    text = environ.get("https_proxy") or environ.get("HTTPS_PROXY")
    if not text:
        return None
    from urllib.request import proxy_bypass_environment

    if proxy_bypass_environment(host, {"no": environ.get("no_proxy") or environ.get("NO_PROXY") or ""}):
        return None
    try:
        parts = urlsplit(text if "://" in text else "http://" + text)
        port = parts.port or 80
    except ValueError:
        parts, port = None, None
    if parts is None or parts.scheme != "http" or not parts.hostname:
        # Not the value: it may carry a password.
        raise Failure(Message("proxy-invalid"))
    headers = {}
    if parts.username:
        pair = "%s:%s" % (unquote(parts.username), unquote(parts.password or ""))
        headers["Proxy-Authorization"] = "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")
    return Proxy(parts.hostname, port, headers)
