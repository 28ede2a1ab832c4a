"""What --diagnose concludes: whether waiting helps, and the one next command."""
import json
from shlex import quote

# Where the next command runs.
HERE = "on this machine"
AWS = "where you use the AWS CLI and this package"
AZURE = "where you use the Azure CLI"
PULUMI = "where you run pulumi"

ROLE = "aws iam get-role --role-name {role_name} --output json | npx @azure-to-aws/cli judge -"
COMPARE = (
    "aws iam get-role --role-name {role_name} --output json"
    " | npx @azure-to-aws/cli explain --trust - --claims {claims}"
)
PROVIDER = "aws iam get-open-id-connect-provider --open-id-connect-provider-arn {provider}"
REGION = "aws account get-region-opt-status --region-name {region}"
APPLICATION = "az ad app show --id {audience} --query api.requestedAccessTokenVersion"
AUDIENCE = "az ad sp show --id {audience}"
IDENTITY = "az ad sp show --id {client} --query '{{principalId:id, clientId:appId, enabled:accountEnabled}}'"
REFRESH = "pulumi preview --refresh"
CLOCK = "timedatectl status"
REACH_SOURCE = "curl --noproxy '*' --max-time 10 --header Metadata:true {source}"
REACH_STS = "curl --verbose --max-time 10 {sts}"
REACH_ENTRA = "curl --verbose --max-time 10 {entra}"
TOKEN_FILE = 'ls -l "$AZURE_FEDERATED_TOKEN_FILE"'
VARIABLES = "env | grep -E '^(AWS|AZURE|IDENTITY|IMDS|MSI)_(.*_)?(ENDPOINT|HOST|FILE|TENANT_ID)(_URL_STS)?='"
CONFIG = "sudoedit {config}"
FIND_CONFIG = "grep -s credential_process \"$AWS_CONFIG_FILE\" ~/.aws/config /etc/azure-to-aws/config"
AGAIN = "{again}"

# The claims that AWS compares with the conditions of a trust policy.
COMPARED = ("iss", "aud", "azp", "sub")

NO = "Waiting does not help."
PASSES = "Waiting helps if this is an outage or throttling. It does not help if a firewall, a route, or a proxy is the cause."
OUTAGE = "Waiting helps: the service has trouble of its own."
ASSIGNED = (
    "Waiting helps for some minutes after the assignment was created. It does not help while the assignment is missing."
)
CREATED = "Waiting helps for some minutes after %s was created. It does not help against a wrong value or a missing %s."
VERSION = (
    "Waiting helps for up to 24 h after the application's token version was changed, because Azure reuses tokens."
    " Otherwise it does not help."
)
TRUST = (
    "Waiting helps for some minutes after the role was created. It does not help if the role is missing or suspended, or if"
    " its trust policy has another provider, audience, or subject."
)

# By the code of a message: whether waiting helps, where the next command runs, and the command.
ADVICE = {
    "identity-not-on-vm": ("Waiting does not help while the identity is not attached.", PULUMI, REFRESH),
    "identity-not-on-app": ("Waiting does not help while the identity is not assigned.", PULUMI, REFRESH),
    "identity-endpoint-error": (
        "Waiting helps if this is an outage. It does not help against an unknown audience.",
        AZURE,
        AUDIENCE,
    ),
    "identity-header-invalid": (NO, HERE, VARIABLES),
    "source-unusable": (NO, HERE, VARIABLES),
    "source-unsupported": (NO, HERE, VARIABLES),
    "endpoint-refused": (NO, HERE, VARIABLES),
    "tenant-id-invalid": (NO, HERE, VARIABLES),
    "proxy-invalid": (NO, HERE, "env | grep -i -E '^(https|no)_proxy=' | sed 's|//.*@|//***@|'"),
    "ca-bundle-invalid": (NO, HERE, 'ls -l "$AWS_CA_BUNDLE"'),
    "token-file-not-regular": (NO, HERE, TOKEN_FILE),
    "token-file-unreadable": (NO, HERE, TOKEN_FILE),
    "token-file-not-jwt": (NO, HERE, TOKEN_FILE),
    "token-file-empty": ("Waiting helps if the pod has just started.", HERE, TOKEN_FILE),
    "entra-no-service-principal": (CREATED % ("the service principal", "service principal"), AZURE, AUDIENCE),
    "entra-application-disabled": (NO, AZURE, AUDIENCE),
    "entra-not-assigned": (ASSIGNED, PULUMI, REFRESH),
    "entra-unknown-client": (CREATED % ("the identity", "identity"), AZURE, IDENTITY),
    "entra-identity-disabled": (NO, AZURE, IDENTITY),
    "entra-conditional-access": (NO, AZURE, IDENTITY),
    "entra-no-federated-credential": (
        CREATED % ("the federated credential", "federated credential"),
        PULUMI,
        REFRESH,
    ),
    "entra-pod-token-time": (NO, HERE, "date --utc"),
    "entra-unknown-tenant": (NO, HERE, VARIABLES),
    "token-request-refused": (NO, HERE, None),
    "token-service-trouble": (OUTAGE, HERE, AGAIN),
    "token-issuer-slash": (NO, AWS, ROLE),
    "token-issuer-version": (VERSION, AZURE, APPLICATION),
    "token-issuer-tenant": (NO, AWS, ROLE),
    "token-issuer-other": (NO, AWS, ROLE),
    "token-azp-differs": (NO, AZURE, IDENTITY),
    "token-audience-differs": (NO, AZURE, AUDIENCE),
    "token-cluster-audience-differs": (NO, AWS, ROLE),
    "token-subject-is-client-id": (NO, AZURE, IDENTITY),
    "token-subject-differs": (NO, AZURE, IDENTITY),
    "token-expired": ("Waiting does not help if this machine's clock is ahead.", HERE, CLOCK),
    "sts-access-denied": (TRUST, AWS, COMPARE),
    "sts-no-provider": (CREATED % ("the provider", "provider"), AWS, PROVIDER),
    "sts-not-validated": (
        "Waiting helps for some minutes after the provider was created. It does not help if the provider is missing or does"
        " not list the audience.",
        AWS,
        PROVIDER,
    ),
    "sts-audience-not-listed": (NO, AWS, PROVIDER),
    "sts-issuer-keys": (OUTAGE, HERE, AGAIN),
    "sts-token-invalid": (NO, AWS, PROVIDER),
    "sts-token-expired": ("Waiting does not help if this machine's clock is wrong.", HERE, CLOCK),
    "sts-clock": (NO, HERE, CLOCK),
    "sts-duration": (NO, AWS, "aws iam get-role --role-name {role_name} --query Role.MaxSessionDuration"),
    "sts-region-disabled": (NO, AWS, REGION),
    "sts-claim-rejected": (NO, AWS, PROVIDER),
    "sts-refused": (NO, AWS, COMPARE),
    "sts-trouble": (OUTAGE, HERE, AGAIN),
    "service-timeout": (PASSES, HERE, None),
    "service-unreachable": (PASSES, HERE, None),
    "service-broken-answer": (PASSES, HERE, None),
    "proxy-refused": (NO, HERE, None),
    "certificate-untrusted": (NO, HERE, None),
}
OTHER = ("Waiting does not help if something else answers in place of the service.", HERE, None)


def works(report):
    """The conclusion of a report without a problem."""
    command = "aws sts get-caller-identity"
    if report["profile"]:
        command += " --profile " + quote(report["profile"]["name"])
    result = "it works, but without a cache" if report["cache"]["state"] == "unusable" else "it works"
    return {"result": result, "waiting": None, "where": HERE, "command": command}


def accepted(messages, report, again):
    """The conclusion if AWS accepts a token that these Messages refuse."""
    if messages[0].code == "token-expired":
        result = "the helper refuses the token as expired, but AWS accepts it. This machine's clock is ahead."
        return dict(failed(messages[0], report, again, False), result=result)
    template = CONFIG if report["profile"] else FIND_CONFIG
    return {
        "result": "the helper refuses the token, because it differs from the command line. AWS accepts it.",
        "waiting": NO,
        "where": HERE,
        "command": _filled(template, report, again),
    }


def failed(message, report, again, asked_sts):
    """The conclusion for a Message.

    again: the command of this report; asked_sts: whether the Message is about AWS STS.
    """
    waiting, where, command = ADVICE.get(message.code, OTHER)
    if command is None:
        command = REACH_STS if asked_sts else _reach(report)
    return {
        "result": "no credentials. The lines marked with ! say why.",
        "waiting": waiting,
        "where": where,
        "command": _filled(command, report, again),
    }


def _reach(report):
    return REACH_ENTRA if report["source"]["name"] == "workload-identity" else REACH_SOURCE


def _filled(template, report, again):
    expected, source = report["expected"], report["source"]
    place = source["place"] or ""
    if source["name"] == "imds":
        place += "/metadata/instance?api-version=2021-02-01"
    claims = report["token"]["claims"] or {}
    compared = {name: claims[name] for name in COMPARED if name in claims}
    issuer = claims.get("iss") or expected["issuer"] or ""
    arn = expected["roleArn"].split(":")
    provider = "%s:%s:iam::%s:oidc-provider/%s" % (arn[0], arn[1], arn[4], str(issuer).partition("://")[2])
    return template.format(
        claims=quote(json.dumps(compared, separators=(",", ":"))),
        role_name=quote(arn[5].rpartition("/")[2]),
        provider=quote(provider),
        region=quote(expected["region"]),
        audience=quote(expected["audience"]),
        client=quote(expected["clientId"] or ""),
        source=quote(place),
        entra=quote(place),
        sts=quote(report["sts"]["endpoint"] or ""),
        config=quote(report["profile"]["file"] if report["profile"] else ""),
        again=again,
    )
