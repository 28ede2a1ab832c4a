"""IAM OpenID Connect providers: all actions, the limits, and the URL as it was given.

MiniStack drops a trailing slash from the ARN, checks nothing and has no
action that changes a provider.
"""

import hashlib
import re
from xml.sax.saxutils import escape

from ministack.core.responses import get_account_id
from ministack.services import iam

from ministack_gaps.constraints import (
    length, limit_exceeded, members, merged_tags, tagging_refusal, tags_refusal, tags_xml, violation)

CLIENT_IDS_PER_PROVIDER = 100
PROVIDERS_PER_ACCOUNT = 100
THUMBPRINTS_PER_PROVIDER = 5
# No other port than 443, query, fragment or user name; a path is allowed and kept to the letter.
URL = re.compile(r"https://[A-Za-z0-9.-]+(/[^\s?#]*)?")


# Evidence: inferred The issuer is not asked when a provider is created. Reason: the API page lists
# OpenIdIdpCommunicationError, but no recording shows when IAM asks; the lab's issuers start later.
def create(p):
    url, client_ids, thumbprints = iam._p(p, "Url", None), members(p, "ClientIDList"), members(p, "ThumbprintList")
    tags = iam._extract_tags(p)
    # Evidence: recorded Port 443 is taken and left out of the URL. Source: radkawar/stackd
    # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
    url = url and re.sub(r"^(https://[^/?#:]+):443(?=/|$)", r"\1", url)
    refusal = (_url_refusal(url) or _client_ids_refusal(client_ids) or _thumbprints_refusal(thumbprints)
               or tags_refusal(tags, any_case=True))
    if refusal:
        return refusal
    arn = f"arn:aws:iam::{get_account_id()}:oidc-provider/{url.removeprefix('https://')}"
    if arn in iam._oidc_providers:
        # Evidence: log A provider that is there already is 409 `EntityAlreadyExists` and names its URL. Source:
        # DrFaust92/terraform-kubernetes-ebs-csi-driver #107.
        return iam._error(409, "EntityAlreadyExists", f"Provider with url {escape(url)} already exists.")
    if len(iam._oidc_providers) >= PROVIDERS_PER_ACCOUNT:
        # Evidence: documentation An account has at most 100 providers. Source: IAM User Guide, quotas page; the text
        # follows those of other quotas.
        return limit_exceeded(f"Cannot exceed quota for OpenIdConnectProvidersPerAccount: {PROVIDERS_PER_ACCOUNT}")
    iam._oidc_providers[arn] = {
        "Arn": arn, "Url": url, "ClientIDList": list(dict.fromkeys(client_ids)), "CreateDate": iam._now(),
        "ThumbprintList": [t.lower() for t in thumbprints] or [_thumbprint_of_certificate_authority(url)],
        "Tags": tags,
    }
    return _result("CreateOpenIDConnectProvider",
                   f"<OpenIDConnectProviderArn>{escape(arn)}</OpenIDConnectProviderArn>"
                   + (f"<Tags>{tags_xml(tags)}</Tags>" if tags else ""))


def get(p, provider):
    """The URL comes back without its scheme, as from AWS.

    Evidence: recorded The answer has `Url`, `ClientIDList`, `ThumbprintList`,
    `CreateDate`, and `Tags`, also if there are none. Source: radkawar/stackd
    internal/services/iam/testdata/federation/oidc.json at 9dc356f.

    Evidence: inferred The tags of a provider are sorted by their keys. Reason:
    the recorded ones are.
    """
    client_ids = "".join(f"<member>{escape(c)}</member>" for c in provider["ClientIDList"])
    thumbprints = "".join(f"<member>{t}</member>" for t in provider["ThumbprintList"])
    return _result("GetOpenIDConnectProvider",
                   f"<Url>{escape(provider['Url'].removeprefix('https://'))}</Url>"
                   f"<ClientIDList>{client_ids}</ClientIDList><ThumbprintList>{thumbprints}</ThumbprintList>"
                   f"<CreateDate>{provider['CreateDate']}</CreateDate>"
                   f"<Tags>{tags_xml(sorted(provider['Tags'], key=lambda tag: tag['Key']))}</Tags>")


def delete(p):
    arn = iam._p(p, "OpenIDConnectProviderArn")
    if arn not in iam._oidc_providers:
        # Evidence: recorded Deleting a provider that is not there is 404 `NoSuchEntity`, with another text than reading
        # it. AWS's page says that it does not fail. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        return iam._error(404, "NoSuchEntity", f"OpenId connect Provider {escape(arn)} cannot be found.")
    del iam._oidc_providers[arn]
    return _done("DeleteOpenIDConnectProvider")


def list_all(p):
    """Answers ListOpenIDConnectProviders.

    Evidence: documentation The answer has `OpenIDConnectProviderList`, whose
    members have `Arn` alone. Source: IAM API Reference,
    ListOpenIDConnectProviders.
    """
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
        # Evidence: recorded An update of thumbprints needs one. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        return iam._error(400, "InvalidInput", "Thumbprint list must contain at least one entry.")
    refusal = _thumbprints_refusal(thumbprints)
    if refusal:
        return refusal
    provider["ThumbprintList"] = [t.lower() for t in thumbprints]
    return _done("UpdateOpenIDConnectProviderThumbprint")


def tag(p, provider):
    tags = iam._extract_tags(p)
    refusal = tagging_refusal(provider["Tags"], tags, any_case=True)
    if refusal:
        return refusal
    provider["Tags"] = merged_tags(provider["Tags"], tags, any_case=True)
    return _done("TagOpenIDConnectProvider")


def untag(p, provider):
    keys = members(p, "TagKeys")
    if not keys:
        # Evidence: recorded Removing no tag is 400 `InvalidInput`. Source: radkawar/stackd
        # testdata/aws/iam/resource_inputs.json at 9dc356f (`tags`).
        #
        # Evidence: inferred The refusal to remove no tag has this text. Reason: other `InvalidInput` has it.
        return iam._error(400, "InvalidInput", "Unknown")
    provider["Tags"] = [t for t in provider["Tags"] if t["Key"] not in keys]
    return _done("UntagOpenIDConnectProvider")


def list_tags(p, provider):
    """Answers ListOpenIDConnectProviderTags.

    Evidence: documentation The answer has `Tags` and `IsTruncated`. Source: IAM
    API Reference, ListOpenIDConnectProviderTags.
    """
    return _result("ListOpenIDConnectProviderTags",
                   f"<Tags>{tags_xml(provider['Tags'])}</Tags><IsTruncated>false</IsTruncated>")


def _of_known_provider(handler):
    def handle(p):
        arn = iam._p(p, "OpenIDConnectProviderArn")
        provider = iam._oidc_providers.get(arn)
        if provider is None:
            # Evidence: recorded Reading a provider that does not exist is 404 `NoSuchEntity`. Source: radkawar/stackd
            # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
            #
            # Evidence: inferred The other operations on a provider that does not exist have the text of reading it. Reason:
            # the recording has GetOpenIDConnectProvider alone.
            return iam._error(404, "NoSuchEntity", f"OpenIDConnect Provider not found for arn {escape(arn)}")
        return handler(p, provider)

    return handle


def _url_refusal(url):
    if url is None:
        # Evidence: documentation A provider needs a URL. Source: IAM API Reference, CreateOpenIDConnectProvider.
        return violation("url", "Member must not be null")
    if len(url) > 255:
        # Evidence: documentation A URL has at most 255 characters. Source: IAM API Reference,
        # CreateOpenIDConnectProvider.
        return violation("url", "Member must have length less than or equal to 255")
    if "://" not in url:
        # Evidence: source A URL without a scheme is a `ValidationError`. Source: getmoto/moto moto/iam/models.py.
        return iam._error(400, "ValidationError", "Invalid Open ID Connect Provider URL")
    if not url.startswith("https://"):
        # Evidence: inferred A URL with another scheme than https is `InvalidInput`. Reason: the page demands https;
        # the text is in tests of public repositories that name no answer of AWS.
        return iam._error(
            400, "InvalidInput", "Invalid Open ID Connect Provider URL. The URL must begin with https://.")
    if "?" in url or "#" in url:
        # Evidence: recorded A URL with a query or a fragment is `InvalidInput`. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        return iam._error(400, "InvalidInput", "Unknown")
    if not URL.fullmatch(url):
        # Evidence: inferred A URL with another port than 443 is `InvalidInput`. Reason: the page forbids ports; the text
        # is the beginning of that for other schemes.
        return iam._error(400, "InvalidInput", "Invalid Open ID Connect Provider URL.")
    return None


def _client_ids_refusal(client_ids):
    for client_id in client_ids:
        refusal = length("clientID", client_id, 1, 255)
        if refusal:
            return refusal
    if len(client_ids) > CLIENT_IDS_PER_PROVIDER:
        # Evidence: source A provider has at most 100 client IDs. Source: getmoto/moto moto/iam/models.py (the text);
        # IAM User Guide, quotas page.
        return limit_exceeded(
            f"Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {CLIENT_IDS_PER_PROVIDER}")
    return None


def _thumbprints_refusal(thumbprints):
    if len(thumbprints) > THUMBPRINTS_PER_PROVIDER:
        # Evidence: recorded A provider with six thumbprints is refused. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        return iam._error(400, "InvalidInput", "Thumbprint list must contain fewer than 5 entries.")
    if any(len(thumbprint) != 40 for thumbprint in thumbprints):
        # Evidence: documentation A thumbprint has 40 characters. Source: IAM API Reference,
        # CreateOpenIDConnectProvider; the text is that of public repositories.
        return iam._error(400, "InvalidInput", "Thumbprint must be exactly 40 characters.")
    return None


# Evidence: inferred A provider without thumbprints gets one. Reason: IAM reads it from the issuer's certificates; the
# lab's issuers have none.
def _thumbprint_of_certificate_authority(url):
    """Stands for what IAM reads from the issuer's certificates when no thumbprint is given: one, always the same."""
    return hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()


def _result(action, inner):
    return iam._xml(200, f"{action}Response", f"<{action}Result>{inner}</{action}Result>")


def _done(action):
    return iam._xml(200, f"{action}Response", "")


def close():
    iam._IAM_HANDLERS.update({
        # Evidence: recorded The answer has `OpenIDConnectProviderArn` and where there are some `Tags`. Source:
        # radkawar/stackd internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        #
        # Evidence: recorded A provider keeps its URL to the letter: capitals, and the slash at its end. A repeated client
        # ID is kept once. A repeated thumbprint is kept as often as it was given. A thumbprint may have letters that are
        # not hexadecimal digits, and its letters are kept in lower case. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        "CreateOpenIDConnectProvider": create,
        # Evidence: recorded GetOpenIDConnectProvider shows the URL without its scheme. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        "GetOpenIDConnectProvider": _of_known_provider(get),
        # Evidence: documentation A provider can be deleted. Source: IAM API Reference, DeleteOpenIDConnectProvider.
        "DeleteOpenIDConnectProvider": delete,
        # Evidence: documentation Providers are listed by ARN. Source: IAM API Reference, ListOpenIDConnectProviders.
        "ListOpenIDConnectProviders": list_all,
        # Evidence: recorded Adding a client ID that is there changes nothing. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        "AddClientIDToOpenIDConnectProvider": _of_known_provider(add_client_id),
        # Evidence: recorded Removing a client ID that does not exist changes nothing. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        "RemoveClientIDFromOpenIDConnectProvider": _of_known_provider(remove_client_id),
        # Evidence: recorded An update replaces all thumbprints. Source: radkawar/stackd
        # internal/services/iam/testdata/federation/oidc.json at 9dc356f.
        "UpdateOpenIDConnectProviderThumbprint": _of_known_provider(update_thumbprint),
        # Evidence: recorded A tag with a key that is there replaces it; one in another case does not. Source:
        # radkawar/stackd testdata/aws/iam/resource_inputs.json at 9dc356f (`tags`).
        "TagOpenIDConnectProvider": _of_known_provider(tag),
        # Evidence: recorded Tags are removed by their keys, in their case. Source: radkawar/stackd
        # testdata/aws/iam/resource_inputs.json at 9dc356f (`tags`).
        "UntagOpenIDConnectProvider": _of_known_provider(untag),
        # Evidence: documentation Tags can be listed. Source: IAM API Reference, ListOpenIDConnectProviderTags.
        "ListOpenIDConnectProviderTags": _of_known_provider(list_tags),
    })
