"""A Kubernetes cluster's own token, as a pod finds it in a file: AWS may trust the cluster itself as issuer.

From Microsoft's page "Use Microsoft Entra Workload ID with Azure Kubernetes Service", which injects the variable, and
the Kubernetes page "Configure Service Accounts for Pods", section "ServiceAccount token volume projection".
"""
import os
from stat import S_ISREG

from . import claims
from .failure import Failure
from .messages import Message

VARIABLES = ("AZURE_FEDERATED_TOKEN_FILE",)


def place(environ):
    """Where the token is."""
    return environ["AZURE_FEDERATED_TOKEN_FILE"]


def token(options, environ, deadline):
    """The cluster's token as the file has it now: the kubelet replaces it before it ends. Raises Failure."""
    return read(environ)


def read(environ):
    """The text of the file, or a Failure that says what to do, and never the text."""
    path = environ["AZURE_FEDERATED_TOKEN_FILE"]
    try:
        # Without O_NONBLOCK a pipe would block the open.
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not S_ISREG(os.fstat(file).st_mode):
                raise Failure(Message("token-file-not-regular", path=ascii(path)))
            text = os.read(file, claims.LONGEST_TOKEN + 2)
        finally:
            os.close(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path"
        raise Failure(Message("token-file-unreadable", path=ascii(path), reason=reason))
    found = text.decode("ascii", "replace").strip()
    if found.count(".") != 2 and found:
        # Whatever else the variable names must not be sent anywhere.
        raise Failure(Message("token-file-not-jwt", path=ascii(path)))
    if not found:
        raise Failure(Message("token-file-empty", path=ascii(path)), passing=True)
    return found


def is_what_the_role_trusts(options, environ):
    """Whether the role trusts the cluster itself: --issuer is the issuer of the token in the file."""
    try:
        return options.issuer is not None and claims.read(read(environ)).issuer == options.issuer
    except Failure:
        return False


def host_name(environ):
    """None: a pod's host name is the pod's name."""
    return None
