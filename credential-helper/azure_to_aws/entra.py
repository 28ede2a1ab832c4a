"""Entra's error codes in plain words.

From Microsoft's page "Microsoft Entra authentication and authorization error codes", which says that codes can change:
nothing but a better explanation and another attempt depends on them. Not on that page: AADSTS501051 ("Protected web
API: App registration"), 500014 (pages on disabled services), 700211 to 700213 and 900023 ("Troubleshoot Azure Identity
authentication issues" of the azure-sdk), 70021 (the troubleshooting page of azure-workload-identity), 700024
("Troubleshoot an Azure Resource Manager workload identity service connection"), 70025 and 7002131 (users' reports).
"""
import re

FEDERATED = (
    "the identity has no federated credential for this pod: it must name %s; a new one can take minutes to count"
)
SERVICE_ACCOUNT = "the pod's service account, system:serviceaccount:<namespace>:<name>"
NO_RESOURCE = (
    "the tenant has no service principal for this audience: create one for the application, and give --audience"
    " exactly as registered"
)
UNKNOWN_CLIENT = "the tenant does not know this application or identity: check --client-id and the tenant"
UNKNOWN_TENANT = "Entra knows no such tenant: check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST"
DISABLED = "the identity is disabled: enable its service principal"
REMEDIES = {
    "AADSTS500011": NO_RESOURCE,
    "AADSTS50001": NO_RESOURCE,
    "AADSTS500014": "the service principal of this audience's application is disabled: enable it",
    "AADSTS501051": "the managed identity is not assigned to the application: assign it to the application's app role;"
    " a new assignment can take minutes to count",
    "AADSTS50105": "the identity is not assigned to the application: assign it to the application's app role",
    "AADSTS700016": UNKNOWN_CLIENT,
    "AADSTS700011": UNKNOWN_CLIENT,
    "AADSTS7000112": DISABLED,
    "AADSTS70001": DISABLED,
    "AADSTS53003": "a Conditional Access policy blocks the token: except this workload identity from it",
    "AADSTS70025": FEDERATED % "the cluster's issuer and the pod's service account",
    "AADSTS70021": FEDERATED % "issuer, subject and audience of the pod's token",
    "AADSTS700211": FEDERATED % "the cluster's issuer",
    "AADSTS700212": FEDERATED % "the audience of the pod's token, api://AzureADTokenExchange",
    "AADSTS700213": FEDERATED % SERVICE_ACCOUNT,
    "AADSTS7002131": FEDERATED % SERVICE_ACCOUNT,
    "AADSTS700024": "the pod's token is not valid at this time for Entra: check the clock of the node",
    "AADSTS90002": UNKNOWN_TENANT,
    "AADSTS900023": UNKNOWN_TENANT,
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
# An assignment that was just made may not be seen everywhere yet.
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


def code_in(text):
    """The first Entra error code in a text, or None."""
    found = re.search(r"AADSTS\d{4,7}", text)
    return found.group(0) if found else None
