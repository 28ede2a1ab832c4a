"""Where the Azure token comes from: detected as Microsoft's own libraries do, or named by --source.

A source is a module with VARIABLES (those it cannot do without), place(environ), token(options, environ, deadline) and
host_name(environ). Their order is that of DefaultAzureCredential in Microsoft's page "Credential chains in the Azure
Identity client library": environment, workload identity, managed identity. The first of these is left out, since it
needs a stored secret. Within managed identity hosts are distinguished as azure-identity 1.27 does
(`_credentials/managed_identity.py`) and MSAL 1.39 for Python (`managed_identity.py`, `cloudshell.py`).
"""
import os

from . import app_service, imds, token_file, workload_identity
from .failure import Failure
from .messages import Message

SOURCES = (
    ("token-file", token_file),
    ("workload-identity", workload_identity),
    ("app-service", app_service),
    ("imds", imds),
)
# The agent that makes a machine one of Azure Arc, where it sets no variables.
ARC_AGENT = "/opt/azcmagent/bin/himds"


def choose(options, environ):
    """(name, module) of the source to use. Raises a Failure if it lacks something or its host is not covered."""
    for name, module in SOURCES:
        reason = unfit(name, module, options, environ)
        if options.source == name and reason is not None:
            raise Failure(Message("source-unusable", source=name, reason=reason))
        if options.source == name or (options.source is None and reason is None):
            return name, module
    raise Failure(Message("source-unsupported", host=_other_host(environ)))


def unfit(name, module, options, environ):
    """Why a source is skipped, in words, or None if it fits."""
    missing = [variable for variable in module.VARIABLES if not environ.get(variable)]
    if missing:
        return " and ".join(missing) + (" is not set" if len(missing) == 1 else " are not set")
    if options.source is not None:
        return None if options.source == name else "--source names another"
    if module is token_file and not token_file.is_what_the_role_trusts(options, environ):
        return "the issuer of the file's token is not --issuer"
    if module in (app_service, imds) and _other_host(environ):
        return "this host looks like %s" % _other_host(environ)
    return None


def _other_host(environ):
    """The host, if it is one that would be taken for another and whose tokens are not read here; else None."""

    def has(*names):
        return all(environ.get(name) for name in names)

    if has("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
        return "Service Fabric" if has("IDENTITY_SERVER_THUMBPRINT") else None
    if has("IDENTITY_ENDPOINT", "IMDS_ENDPOINT"):
        return "Azure Arc"
    if has("MSI_ENDPOINT", "MSI_SECRET"):
        return "Azure Machine Learning"
    if has("MSI_ENDPOINT") or environ.get("AZUREPS_HOST_ENVIRONMENT", "").startswith("cloud-shell"):
        return "Azure Cloud Shell"
    return "Azure Arc" if os.path.exists(ARC_AGENT) else None
