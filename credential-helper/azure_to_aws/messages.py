"""Every message of the helper: its stable code, and its text with named fields.

After a change, run `npm run helper-messages`: it writes the texts for the manual. Their causes and fixes are in
messages/credential-helper.ts.
"""

TEXTS = {
    # The command line.
    "helper-option-unknown": 'unknown option "{option}". Run with --help to list the options',
    "helper-option-missing": "{option} is missing. Run with --help to list the options",
    "helper-option-twice": "{option} is given more than once. Give it once",
    "helper-option-value": '{option}: invalid value. Expected {expected}; got "{given}"',
    "helper-flag-value": "{option}: invalid value. Expected {expected}",
    "helper-subject-is-client-id": "--subject is the same as --client-id. Expected the identity's principal (object) ID",
    "helper-region-invalid": 'region: invalid value. Expected the name of an AWS region, such as eu-west-1; got "{region}".'
    " Set --region",
    "helper-region-partition": "region {region} is not in the AWS partition of {role}. Set --region to one of that partition",
    # --diagnose with --profile.
    "profile-without-diagnose": "--profile works only with --diagnose. Add --diagnose, or give the options themselves",
    "profile-needed": "--diagnose needs a command line. Add --profile NAME, or all options of the credential_process line",
    "profile-no-config": "no AWS config file with a profile. Looked in {files}. Set AWS_CONFIG_FILE to your client's file",
    "profile-not-found": 'no profile "{profile}" in {files}. Expected one of: {found}',
    "profile-config-unreadable": "{file}: cannot read this AWS config file ({reason}). Correct it, or make it readable",
    "profile-other-program": 'profile "{profile}" in {file} does not start this helper. Expected credential_process with'
    " --role-arn",
    # Where tokens come from.
    "source-unusable": "--source {source} cannot be used: {reason}. Set what is missing, or omit --source",
    "source-unsupported": "this host looks like {host}, whose token endpoint is not supported. If it is another host, choose"
    " the source with --source",
    "identity-not-on-vm": "no managed identity with client ID {client} is attached to this VM. Attach it, and give its client"
    " ID, not its principal ID. {reply}",
    "identity-not-on-app": "no managed identity with client ID {client} is assigned to this app. Assign it, and give its"
    " client ID, not its principal ID. {reply}",
    "identity-header-invalid": "IDENTITY_HEADER is not a valid header value. The app's host sets it; remove your own setting",
    "identity-endpoint-error": "{reply}. Try again later, and check --audience: an audience unknown to the tenant gets the same"
    " answer. Given: {audience}",
    "token-file-not-regular": "AZURE_FEDERATED_TOKEN_FILE: {path} is not a regular file. Set it to the pod's token file",
    "token-file-unreadable": "AZURE_FEDERATED_TOKEN_FILE: cannot read {path} ({reason}). Check the pod's label"
    ' azure.workload.identity/use: "true" and this user\'s read access',
    "token-file-not-jwt": "AZURE_FEDERATED_TOKEN_FILE: {path} does not contain a JWT. Set it to the pod's token file",
    "token-file-empty": "AZURE_FEDERATED_TOKEN_FILE: {path} is empty. Check the pod's label"
    ' azure.workload.identity/use: "true"',
    "tenant-id-invalid": 'AZURE_TENANT_ID: invalid value. Expected the GUID or domain of a tenant; got "{given}"',
    # What the token services answer.
    "entra-no-service-principal": "the tenant has no service principal for audience {audience}. Check the spelling,"
    " and whether there is a slash at its end: --audience is exactly the application ID URI. If it is right, create the"
    " service principal. {reply}",
    "entra-application-disabled": "the service principal of the application for audience {audience} is disabled. Enable it."
    " {reply}",
    "entra-not-assigned": "the identity is not assigned to the application for audience {audience}. Assign its app role. A"
    " new assignment can take minutes. {reply}",
    "entra-unknown-client": "the tenant does not know this application or identity. Check --client-id and the tenant. {reply}",
    "entra-identity-disabled": "the identity is disabled. Enable its service principal. {reply}",
    "entra-conditional-access": "a Conditional Access policy blocks the token. Exclude this workload identity from it. {reply}",
    "entra-no-federated-credential": "the identity has no federated credential for this pod. Create one with {expected}. A"
    " new one can take minutes. {reply}",
    "entra-pod-token-time": "the pod's token is not valid at this time. Check the clock of the node. {reply}",
    "entra-unknown-tenant": "Entra does not know this tenant. Check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST. {reply}",
    "token-request-refused": "no token from Azure. {reply}",
    "token-service-trouble": "no token from Azure at the moment. Try again later. {reply}",
    "token-absent": "{service} answered 200 without an access_token. Check what answers at its address",
    "token-not-jwt": "the token from Azure is not a JWT. AWS accepts only a signed JWT of at most {bytes} bytes",
    "token-claims-invalid": "the token from Azure cannot be used: {problems}",
    # The token against the command line. {age} is empty, or what to know about an older token.
    "token-issuer-slash": 'the token\'s issuer (iss) differs from --issuer in its trailing slash. Expected "{wanted}"; got'
    ' "{found}". Correct --issuer',
    "token-issuer-version": "the token's issuer (iss) has token version {found_version}, but --issuer has version"
    ' {wanted_version}. Expected "{wanted}"; got "{found}". Set the application\'s'
    " requestedAccessTokenVersion to {wanted_version}, or correct --issuer",
    "token-issuer-tenant": 'the token\'s issuer (iss) is another tenant than --issuer. Expected "{wanted}"; got "{found}".'
    " Use an identity of that tenant, or correct --issuer",
    "token-issuer-other": 'the token\'s issuer (iss) is not --issuer. Expected "{wanted}"; got "{found}". Choose the source'
    " of tokens with --source, or correct --issuer",
    "token-azp-differs": 'the token\'s azp differs from --client-id. Expected "{wanted}"; got "{found}". Give the client ID of'
    " the identity",
    "token-audience-differs": 'the token\'s audience (aud) differs from --audience. Expected "{wanted}"; got "{found}". Give'
    " the application ID URI exactly as registered",
    "token-cluster-audience-differs": 'the cluster token\'s audience (aud) differs from --audience. Expected "{wanted}"; got'
    ' "{found}". Give the audience of the token',
    "token-subject-is-client-id": "--subject is the client ID of the identity. Expected the principal (object) ID"
    ' "{found}"; got "{wanted}"',
    "token-subject-differs": 'the token\'s subject (sub) differs from --subject. Expected "{wanted}"; got "{found}". Give'
    " --client-id and --subject of the same identity",
    "token-expired": "the token expired {seconds} s ago by this machine's clock. Set the clock if it is ahead; otherwise try"
    " again later",
    "token-old": "{age} What was changed since counts from the next token",
    # What AWS STS answers.
    "sts-access-denied": "AWS STS refused the token for {role}. The role does not exist, does not trust this token, or is"
    " suspended. Its trust policy must name the provider {issuer}, aud {audience}, and sub {subject}.{age} {reply}",
    "sts-no-provider": "account {account} has no OIDC provider with the URL {issuer}. Create it with exactly this URL.{age}"
    " {reply}",
    "sts-not-validated": "account {account} has no OIDC provider with the URL {issuer}, or the provider does not list client"
    " ID (audience) {audience}.{age} {reply}",
    "sts-audience-not-listed": "the OIDC provider {issuer} does not list client ID (audience) {audience}. Add it to the"
    " provider.{age} {reply}",
    "sts-issuer-keys": "AWS could not get the signing keys of {issuer}. Try again later.{age} {reply}",
    "sts-token-invalid": "AWS does not accept the token of {issuer}.{age} {reply}",
    "sts-token-expired": "the token from Azure has expired by the clock of AWS. If this repeats, check this machine's clock."
    " {reply}",
    "sts-duration": "--duration {duration} is longer than the role allows. Lower it, or raise the role's MaxSessionDuration."
    " {reply}",
    "sts-region-disabled": "AWS STS is not active in {region} for this account. Activate it, or set another --region. {reply}",
    "sts-claim-rejected": "the identity provider rejected the claim, according to AWS. Ask for a new token later. {reply}",
    "sts-refused": "AWS STS refused the request. {reply}",
    "sts-trouble": "no session from AWS STS at the moment. Try again later. {reply}",
    "sts-no-credentials": "{service} answered 200 without complete credentials. Check what answers at its address",
    "sts-clock": "this machine's clock is wrong. The session that AWS gave ends at {expires}, which this clock says is past."
    " Set the clock",
    "sts-refused-too": "AWS refused the token too. First correct the difference above. {reply}",
    # The way to the services.
    "endpoint-refused": '{variable} points to "{given}". Expected {allowed}: tokens are never sent elsewhere. Correct or'
    " unset {variable}",
    "redirect-refused": "{service} answered {status}, a redirect. The helper follows no redirect. Check what answers at its"
    " address",
    "answer-too-large": "{service} sent more than {bytes} bytes. Check what answers at its address",
    "service-timeout": "{place}: no answer in time{via}. Check firewalls and routes on the way",
    "service-unreachable": "{place}: cannot connect{via} ({reason}). Check network, firewalls, and DNS",
    "service-broken-answer": "{place}: the answer{via} is not valid HTTP ({reason}). Check what answers at its address",
    "proxy-refused": "{place}: the proxy {proxy} refused the connection ({reason}). Allow the host in the proxy, or list it in"
    " no_proxy",
    "proxy-invalid": "https_proxy is not the URL of an HTTP proxy. Expected http://<host>:<port>",
    "certificate-untrusted": "{place}: the certificate is not trusted ({reason}). For a private authority, set AWS_CA_BUNDLE to"
    " its file",
    "ca-bundle-invalid": 'AWS_CA_BUNDLE: cannot use "{path}" ({reason}). Set it to a file of certificates, or unset it',
    "helper-gave-up": "no answer from Azure or AWS within {seconds} s. Try again later; --diagnose shows which one is silent",
    # The cache. None of these prevents credentials.
    "session-not-renewed": "using the old session, which is valid for {minutes} min. Its renewal failed: {failure}",
    "cache-no-home": "no cache, because this user has no home folder. Give --cache-dir",
    "cache-symbolic-link": "no cache: {path} is a symbolic link. Remove it, or give another --cache-dir",
    "cache-other-owner": "no cache: {path} belongs to another user. Remove it, or give another --cache-dir",
    "cache-writable": "no cache: other users can write to {path}. Run chmod go-w on it, or give another --cache-dir",
    "cache-lock-foreign": "no cache: the lock file {path} does not belong to this user. Remove it, or give another --cache-dir",
    "cache-unusable": "no cache in {path} ({reason}), so sessions are kept in a temporary folder, if possible. Give another --cache-dir",
    "cache-not-written": "cannot keep the session in the cache ({reason}). Until this is fixed, sessions are kept in a temporary folder, if possible",
    "cache-file-damaged": "the file is damaged, comes from another program, or can be read by others. It is ignored",
}


class Message:
    """A message: its code, and the values that its text shows. As a string it ends with the code in brackets."""

    def __init__(self, code, **fields):
        self.code = code
        self.fields = fields

    def __str__(self):
        return "%s [%s]" % (self.text(), self.code)

    def text(self):
        """The message without its code."""
        return TEXTS[self.code].format(**self.fields)


def quoted(text):
    """What a user gave, as one line of ASCII to stand between quotes."""
    return ascii(text)[1:-1]


def answered(service, status, reason):
    """What a service answered, in its own words: the field `reply`."""
    return "%s answered %s: %s" % (service, status, reason or "no reason given")
