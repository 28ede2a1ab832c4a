"""Where the Azure token comes from: found out as Microsoft's own libraries do, or named by --source.

A source is a module with VARIABLES (those it cannot do without), place(environ), token(options, environ, deadline) and
host_name(environ). Their order is that of DefaultAzureCredential in Microsoft's page "Credential chains in the Azure
Identity client library": workload identity, then managed identity, there App Service before IMDS.
"""
from . import app_service, imds, token_file, workload_identity
from .failure import Failure

SOURCES = (
    ("token-file", token_file),
    ("workload-identity", workload_identity),
    ("app-service", app_service),
    ("imds", imds),
)
# Hosts that would be taken for another one. Their tokens are not read here.
OTHER_HOSTS = (
    ("Service Fabric", ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT")),
    ("Azure Arc", ("IDENTITY_ENDPOINT", "IMDS_ENDPOINT")),
)


def choose(options, environ):
    """(name, module) of the source to use. Raises a Failure if it lacks something or its host is not covered."""
    for name, module in SOURCES:
        reason = unfit(name, module, options, environ)
        if options.source == name and reason is not None:
            raise Failure("--source %s cannot be used: %s" % (name, reason))
        if options.source == name or (options.source is None and reason is None):
            return name, module
    raise Failure(
        "this looks like %s, whose tokens cannot be read; if it is something else, name it with --source"
        % _other_host(environ)
    )


def unfit(name, module, options, environ):
    """Why a source is passed over, in words, or None if it fits."""
    missing = [variable for variable in module.VARIABLES if not environ.get(variable)]
    if missing:
        return " and ".join(missing) + (" is not set" if len(missing) == 1 else " are not set")
    if options.source is not None:
        return None if options.source == name else "--source names another"
    if module is token_file and not token_file.is_what_the_role_trusts(options, environ):
        return "the file's token is not of the issuer that --issuer names"
    if module in (app_service, imds) and _other_host(environ):
        return "this looks like %s" % _other_host(environ)
    return None


def _other_host(environ):
    for host, variables in OTHER_HOSTS:
        if all(environ.get(variable) for variable in variables):
            return host
    return None
