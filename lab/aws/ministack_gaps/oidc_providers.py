"""IAM OpenID Connect providers: all actions, the limits, and the URL as it was given.

MiniStack drops a trailing slash from the ARN, checks nothing and has no
action that changes a provider. Sources: IAM API Reference
(CreateOpenIDConnectProvider and its neighbours), quotas page.
"""

import hashlib
import re
from xml.sax.saxutils import escape

from ministack.core.responses import get_account_id
from ministack.services import iam

from ministack_gaps.constraints import length, limit_exceeded, members, tags_refusal, tags_xml, violation

CLIENT_IDS_PER_PROVIDER = 100
PROVIDERS_PER_ACCOUNT = 100
THUMBPRINTS_PER_PROVIDER = 5
# No port, query, fragment or user name; a path is allowed and kept to the letter.
URL = re.compile(r"https://[A-Za-z0-9.-]+(/[^\s?#]*)?")


def create(p):
    url, client_ids, thumbprints = iam._p(p, "Url", None), members(p, "ClientIDList"), members(p, "ThumbprintList")
    tags = iam._extract_tags(p)
    refusal = (_url_refusal(url) or _client_ids_refusal(client_ids) or _thumbprints_refusal(thumbprints)
               or tags_refusal(tags))
    if refusal:
        return refusal
    arn = f"arn:aws:iam::{get_account_id()}:oidc-provider/{url.removeprefix('https://')}"
    if arn in iam._oidc_providers:
        return iam._error(409, "EntityAlreadyExists", f"Provider with url {escape(url)} already exists.")
    if len(iam._oidc_providers) >= PROVIDERS_PER_ACCOUNT:
        return limit_exceeded(f"Cannot exceed quota for OpenIdConnectProvidersPerAccount: {PROVIDERS_PER_ACCOUNT}")
    iam._oidc_providers[arn] = {
        "Arn": arn, "Url": url, "ClientIDList": list(dict.fromkeys(client_ids)), "CreateDate": iam._now(),
        "ThumbprintList": [t.lower() for t in thumbprints] or [_thumbprint_of_certificate_authority(url)],
        "Tags": tags,
    }
    return _result("CreateOpenIDConnectProvider",
                   f"<OpenIDConnectProviderArn>{escape(arn)}</OpenIDConnectProviderArn>{_tags_element(tags)}")


def get(p, provider):
    """The URL comes back without its scheme, as from AWS."""
    client_ids = "".join(f"<member>{escape(c)}</member>" for c in provider["ClientIDList"])
    thumbprints = "".join(f"<member>{t}</member>" for t in provider["ThumbprintList"])
    return _result("GetOpenIDConnectProvider",
                   f"<Url>{escape(provider['Url'].removeprefix('https://'))}</Url>"
                   f"<ClientIDList>{client_ids}</ClientIDList><ThumbprintList>{thumbprints}</ThumbprintList>"
                   f"<CreateDate>{provider['CreateDate']}</CreateDate>{_tags_element(provider['Tags'])}")


def delete(p):
    """Deletes a provider, or does nothing.

    Evidence: documentation The action does not fail for a provider that is not
    there. Source: IAM API Reference, DeleteOpenIDConnectProvider.
    """
    iam._oidc_providers.pop(iam._p(p, "OpenIDConnectProviderArn"), None)
    return _done("DeleteOpenIDConnectProvider")


def list_all(p):
    arns = "".join(f"<member><Arn>{escape(arn)}</Arn></member>" for arn in iam._oidc_providers)
    return _result("ListOpenIDConnectProviders", f"<OpenIDConnectProviderList>{arns}</OpenIDConnectProviderList>")


def add_client_id(p, provider):
    """Adding a client ID that is there already changes nothing."""
    client_ids = list(dict.fromkeys([*provider["ClientIDList"], iam._p(p, "ClientID")]))
    refusal = _client_ids_refusal(client_ids)
    if refusal:
        return refusal
    provider["ClientIDList"] = client_ids
    return _done("AddClientIDToOpenIDConnectProvider")


def remove_client_id(p, provider):
    """Removing a client ID that is not there changes nothing."""
    provider["ClientIDList"] = [c for c in provider["ClientIDList"] if c != iam._p(p, "ClientID")]
    return _done("RemoveClientIDFromOpenIDConnectProvider")


def update_thumbprint(p, provider):
    thumbprints = members(p, "ThumbprintList")
    if not thumbprints:
        return violation("thumbprintList", "Member must not be null")
    refusal = _thumbprints_refusal(thumbprints)
    if refusal:
        return refusal
    provider["ThumbprintList"] = [t.lower() for t in thumbprints]
    return _done("UpdateOpenIDConnectProviderThumbprint")


def tag(p, provider):
    tags = iam._extract_tags(p)
    merged = {t["Key"].lower(): t for t in [*provider["Tags"], *tags]}
    refusal = tags_refusal(tags) or tags_refusal(list(merged.values()))
    if refusal:
        return refusal
    provider["Tags"] = list(merged.values())
    return _done("TagOpenIDConnectProvider")


def untag(p, provider):
    keys = {key.lower() for key in members(p, "TagKeys")}
    provider["Tags"] = [t for t in provider["Tags"] if t["Key"].lower() not in keys]
    return _done("UntagOpenIDConnectProvider")


def list_tags(p, provider):
    return _result("ListOpenIDConnectProviderTags",
                   f"<Tags>{tags_xml(provider['Tags'])}</Tags><IsTruncated>false</IsTruncated>")


def _of_known_provider(handler):
    def handle(p):
        arn = iam._p(p, "OpenIDConnectProviderArn")
        provider = iam._oidc_providers.get(arn)
        if provider is None:
            return iam._error(404, "NoSuchEntity", f"OpenIDConnect Provider not found for arn {escape(arn)}")
        return handler(p, provider)

    return handle


def _url_refusal(url):
    if url is None:
        return violation("url", "Member must not be null")
    if len(url) > 255:
        return violation("url", "Member must have length less than or equal to 255")
    if "://" not in url:
        return iam._error(400, "ValidationError", "Invalid Open ID Connect Provider URL")
    if not url.startswith("https://"):
        return iam._error(
            400, "InvalidInput", "Invalid Open ID Connect Provider URL. The URL must begin with https://.")
    if not URL.fullmatch(url):
        return iam._error(400, "InvalidInput", "Invalid Open ID Connect Provider URL.")
    return None


def _client_ids_refusal(client_ids):
    for client_id in client_ids:
        refusal = length("clientID", client_id, 1, 255)
        if refusal:
            return refusal
    if len(client_ids) > CLIENT_IDS_PER_PROVIDER:
        return limit_exceeded(
            f"Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {CLIENT_IDS_PER_PROVIDER}")
    return None


def _thumbprints_refusal(thumbprints):
    if len(thumbprints) > THUMBPRINTS_PER_PROVIDER:
        return iam._error(400, "InvalidInput", "Thumbprint list must contain fewer than 5 entries.")
    if any(len(thumbprint) != 40 for thumbprint in thumbprints):
        return iam._error(400, "InvalidInput", "Thumbprint must be exactly 40 characters.")
    if any(not re.fullmatch(r"[0-9a-fA-F]{40}", thumbprint) for thumbprint in thumbprints):
        return iam._error(400, "InvalidInput", "Thumbprint contains illegal characters.")
    return None


def _thumbprint_of_certificate_authority(url):
    """Stands for what IAM reads from the issuer's certificates when no thumbprint is given: one, always the same."""
    return hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()


def _tags_element(tags):
    return f"<Tags>{tags_xml(tags)}</Tags>" if tags else ""


def _result(action, inner):
    return iam._xml(200, f"{action}Response", f"<{action}Result>{inner}</{action}Result>")


def _done(action):
    return iam._xml(200, f"{action}Response", "")


def close():
    iam._IAM_HANDLERS.update({
        "CreateOpenIDConnectProvider": create,
        "GetOpenIDConnectProvider": _of_known_provider(get),
        "DeleteOpenIDConnectProvider": delete,
        "ListOpenIDConnectProviders": list_all,
        "AddClientIDToOpenIDConnectProvider": _of_known_provider(add_client_id),
        "RemoveClientIDFromOpenIDConnectProvider": _of_known_provider(remove_client_id),
        "UpdateOpenIDConnectProviderThumbprint": _of_known_provider(update_thumbprint),
        "TagOpenIDConnectProvider": _of_known_provider(tag),
        "UntagOpenIDConnectProvider": _of_known_provider(untag),
        "ListOpenIDConnectProviderTags": _of_known_provider(list_tags),
    })
