"""Entra's error codes and the messages that explain them.

From Microsoft's page "Microsoft Entra authentication and authorization error codes", which says that codes can change.
Only a better explanation and another attempt depend on them. Not on that page: AADSTS501051 ("Protected web
API: App registration"), 500014 (pages on disabled services), 700211 to 700213 and 900023 ("Troubleshoot Azure Identity
authentication issues" of the azure-sdk), 70021 (the troubleshooting page of azure-workload-identity), 700024
("Troubleshoot an Azure Resource Manager workload identity service connection"), 70025 and 7002131 (users' reports).
"""
import re

from .messages import Message

SERVICE_ACCOUNT = "the pod's service account, system:serviceaccount:<namespace>:<name>"
# The code of the message for each of Entra's.
MESSAGES = {
    "AADSTS500011": "entra-no-service-principal",
    "AADSTS50001": "entra-no-service-principal",
    "AADSTS500014": "entra-application-disabled",
    "AADSTS501051": "entra-not-assigned",
    "AADSTS50105": "entra-not-assigned",
    "AADSTS700016": "entra-unknown-client",
    "AADSTS700011": "entra-unknown-client",
    "AADSTS7000112": "entra-identity-disabled",
    "AADSTS70001": "entra-identity-disabled",
    "AADSTS53003": "entra-conditional-access",
    "AADSTS70025": "entra-no-federated-credential",
    "AADSTS70021": "entra-no-federated-credential",
    "AADSTS700211": "entra-no-federated-credential",
    "AADSTS700212": "entra-no-federated-credential",
    "AADSTS700213": "entra-no-federated-credential",
    "AADSTS7002131": "entra-no-federated-credential",
    "AADSTS700024": "entra-pod-token-time",
    "AADSTS90002": "entra-unknown-tenant",
    "AADSTS900023": "entra-unknown-tenant",
}
# What a federated credential must have, by the code of its absence.
FEDERATED = {
    "AADSTS70025": "the cluster's issuer and the pod's service account",
    "AADSTS70021": "issuer, subject, and audience of the pod's token",
    "AADSTS700211": "the cluster's issuer",
    "AADSTS700212": "the audience of the pod's token, api://AzureADTokenExchange",
    "AADSTS700213": SERVICE_ACCOUNT,
    "AADSTS7002131": SERVICE_ACCOUNT,
}
# RetryableError, ExternalServerRetryableError, RequestTimeout, RequestBudgetExceededError, MsodsServiceUnavailable,
# TenantThrottlingError, GraphRetryableError, GraphServiceUnreachable.
PASSING = (
    "AADSTS50033",
    "AADSTS90006",
    "AADSTS90012",
    "AADSTS90024",
    "AADSTS90033",
    "AADSTS90055",
    "AADSTS90090",
    "AADSTS90091",
)
# An assignment that was just created may not be visible everywhere yet.
AWAITED = (
    "AADSTS501051",
    "AADSTS50105",
    "AADSTS500011",
    "AADSTS700016",
    "AADSTS70025",
    "AADSTS70021",
    "AADSTS700211",
    "AADSTS700212",
    "AADSTS700213",
    "AADSTS7002131",
)


def message(code, options, reply):
    """The Message for one of MESSAGES. `reply`: the answer that has the code."""
    return Message(MESSAGES[code], audience=options.audience, expected=FEDERATED.get(code), reply=reply)


def code_in(text):
    """The first Entra error code in a text, or None."""
    found = re.search(r"AADSTS\d{4,7}", text)
    return found.group(0) if found else None
