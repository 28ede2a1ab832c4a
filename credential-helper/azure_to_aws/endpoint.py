"""Where requests may go. Anyone who receives a token can replay it, so the environment cannot send it anywhere."""
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from . import proxy
from .failure import Failure, one_line
from .messages import Message
from .partitions import is_sts_host, sts_host

NEAR = "a loopback or link-local address"
# Where App Service for Linux has its identity endpoint, in addition to link-local addresses (http://172.16.5.3:8081/msi/token,
# azure-cli issue 20196), and where sandboxes of Container Apps have it (http://100.64.100.2/msi/token).
CONTAINER_NETWORKS = (ip_network("172.16.0.0/12"), ip_network("100.64.0.0/10"))
# WELL_KNOWN_AUTHORITY_HOSTS of MSAL 1.39 for Python (authority.py), without the German cloud that was closed in 2021.
ENTRA_HOSTS = frozenset(
    (
        "login.microsoftonline.com",
        "login.microsoft.com",
        "login.windows.net",
        "sts.windows.net",
        "login.microsoftonline.us",
        "login.usgovcloudapi.net",
        "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
        "login-us.microsoftonline.com",
        "login.sovcloud-identity.fr",
        "login.sovcloud-identity.de",
        "login.sovcloud-identity.sg",
    )
)


class Endpoint:
    """Scheme, host, port and the path before all others of a service; the proxy on the way to it, or None.

    is_near: whether it is a service of this machine's host, which takes connections at once or not at all.
    """

    def __init__(self, scheme, host, port, path="", proxy=None):
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.proxy = proxy
        self.is_near = False

    def __str__(self):
        host = "[%s]" % self.host if ":" in self.host else self.host
        return "%s://%s:%d%s" % (self.scheme, host, self.port, self.path)


def imds(environ):
    """The instance metadata service: link-local, or what AZURE_POD_IDENTITY_AUTHORITY_HOST names near by."""
    name = "AZURE_POD_IDENTITY_AUTHORITY_HOST"
    if environ.get(name):
        endpoint = _parse(name, environ[name])
        if not _is_near(endpoint.host):
            raise _refused(name, environ[name], NEAR)
    else:
        endpoint = Endpoint("http", "169.254.169.254", 80)
    endpoint.is_near = True
    return endpoint


def identity(environ):
    """The identity endpoint of App Service, Functions and Container Apps, which IDENTITY_ENDPOINT names near by."""
    name = "IDENTITY_ENDPOINT"
    endpoint = _parse(name, environ[name])
    if not _is_near(endpoint.host) and not (endpoint.scheme == "http" and _is_container_network(endpoint.host)):
        raise _refused(name, environ[name], NEAR + ", or one of a container network")
    # The whole address, not only the start of one: a slash at its end belongs to it.
    endpoint.path = urlsplit(environ[name]).path or "/"
    endpoint.is_near = True
    return endpoint


def entra(environ):
    """The public cloud's Entra, or what AZURE_AUTHORITY_HOST names: Entra itself or something near by."""
    name = "AZURE_AUTHORITY_HOST"
    text = environ.get(name) or "https://login.microsoftonline.com"
    endpoint = _parse(name, text if "://" in text else "https://" + text)
    if _is_near(endpoint.host):
        return endpoint
    if endpoint.scheme != "https" or endpoint.host not in ENTRA_HOSTS:
        raise _refused(name, text, "an https URL of Entra, or a loopback or link-local address")
    endpoint.proxy = proxy.towards(endpoint.host, environ)
    return endpoint


def sts(environ, region):
    """The region's STS, or what AWS_ENDPOINT_URL_STS names: AWS STS itself or something near by."""
    name = "AWS_ENDPOINT_URL_STS"
    if environ.get(name):
        endpoint = _parse(name, environ[name])
        if _is_near(endpoint.host):
            return endpoint
        if endpoint.scheme != "https" or not is_sts_host(endpoint.host):
            raise _refused(name, environ[name], "an https URL of AWS STS, or a loopback or link-local address")
    else:
        endpoint = Endpoint("https", sts_host(region), 443)
    endpoint.proxy = proxy.towards(endpoint.host, environ)
    return endpoint


def _parse(name, text):
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = None, None
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or not (text.isascii() and text.isprintable())
        or parts.username is not None
        or parts.query
        or parts.fragment
    ):
        raise _refused(name, text, "an http or https URL without user name, query, and fragment")
    path = parts.path.rstrip("/")
    return Endpoint(parts.scheme, parts.hostname, port or {"http": 80, "https": 443}[parts.scheme], path)


def _is_near(host):
    if host == "localhost":
        return True
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local


def _is_container_network(host):
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in CONTAINER_NETWORKS)


def _refused(name, text, allowed):
    # Not the whole value: a URL may carry a password.
    shown = one_line(text.rpartition("@")[2], longest=100)
    return Failure(Message("endpoint-refused", variable=name, given=shown, allowed=allowed))
