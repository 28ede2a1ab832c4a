"""Entra's error codes in plain words.

From Microsoft's page "Microsoft Entra authentication and authorization error codes".
"""
import re

FEDERATED = (
    "the identity has no federated credential for this pod: it must name %s; a new one can take minutes to count"
)
REMEDIES = {
    "AADSTS500011": "the tenant has no service principal for this audience: create one for the application, and give"
    " --audience exactly as registered",
    "AADSTS50001": "the tenant has no service principal for this audience: create one for the application, and give"
    " --audience exactly as registered",
    "AADSTS501051": "the managed identity is not assigned to the application: assign it to the application's app role;"
    " a new assignment can take minutes to count",
    "AADSTS50105": "the identity is not assigned to the application: assign it to the application's app role",
    "AADSTS700016": "the tenant does not know this application or identity: check --client-id and the tenant",
    "AADSTS7000112": "the application is disabled: enable its service principal",
    "AADSTS53003": "a Conditional Access policy blocks the token: except this workload identity from it",
    "AADSTS70021": FEDERATED % "issuer, subject and audience of the pod's token",
    "AADSTS700211": FEDERATED % "the cluster's issuer",
    "AADSTS700212": FEDERATED % "the audience of the pod's token, api://AzureADTokenExchange",
    "AADSTS700213": FEDERATED % "the pod's service account, system:serviceaccount:<namespace>:<name>",
    "AADSTS700024": "the pod's token is not valid at this time for Entra: check the clock of the node",
    "AADSTS90002": "Entra knows no such tenant: check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST",
}
# Passing troubles of Entra itself.
PASSING = ("AADSTS90006", "AADSTS90012", "AADSTS90024", "AADSTS90033")
# An assignment that was just made may not be seen everywhere yet.
AWAITED = (
    "AADSTS501051",
    "AADSTS50105",
    "AADSTS500011",
    "AADSTS700016",
    "AADSTS70021",
    "AADSTS700211",
    "AADSTS700212",
    "AADSTS700213",
)


def code_in(text):
    """The first Entra error code in a text, or None."""
    found = re.search(r"AADSTS\d{4,7}", text)
    return found.group(0) if found else None
