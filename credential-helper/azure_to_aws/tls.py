"""TLS to AWS and to Entra. Only the caller that refreshes gets here, since loading ssl takes longer than all else."""
from .failure import Failure
from .messages import Message, quoted


def context(environ):
    """Settings that verify the other side by the system's authorities, or by those in AWS_CA_BUNDLE."""
    import ssl

    bundle = environ.get("AWS_CA_BUNDLE") or None
    # Not the library's own default: that would log the keys of the connection where SSLKEYLOGFILE is set.
    settings = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if bundle is None:
            settings.load_default_certs()
        else:
            settings.load_verify_locations(cafile=bundle)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Failure(Message("ca-bundle-invalid", path=quoted(bundle or ""), reason=reason))
    settings.minimum_version = ssl.TLSVersion.TLSv1_2
    return settings
