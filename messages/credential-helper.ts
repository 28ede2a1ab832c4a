import { Catalog, type EntryOf } from "./catalog";
import { CREDENTIAL_HELPER_TEXTS } from "./credential-helper-texts";

type Texts = typeof CREDENTIAL_HELPER_TEXTS;

/** The names of a text's fields. */
type FieldsOf<Text> = Text extends `${string}{${infer Field}}${infer Rest}` ? Field | FieldsOf<Rest> : never;

/** The values that a text shows, by the names of its fields. */
type Fields = Readonly<Record<string, string>>;

/**
 * What the manual adds to each text: a value for each of its fields, the cause, and the fix. A code that is only here or only in the
 * Python sources does not compile, and neither does another field.
 */
const MANUAL: {
  readonly [Code in keyof Texts]: readonly [
    sample: Readonly<Record<FieldsOf<Texts[Code]>, string>>,
    cause: string,
    fix: string,
  ];
} = {
  "helper-option-unknown": [
    { option: "--rolearn" },
    "The helper has no option of this name.",
    "Correct the name. `credential_process.py --help` lists all options.",
  ],
  "helper-option-missing": [
    { option: "--audience" },
    "The helper needs `--role-arn`, `--audience`, and, except with `--source token-file`, `--client-id`.",
    "Add the option to the `credential_process` line of the AWS config.",
  ],
  "helper-option-twice": [
    { option: "--region" },
    "The command line has the same option more than once.",
    "Remove all but one.",
  ],
  "helper-option-value": [
    { option: "--issuer", expected: "an https URL", given: "sts.windows.net" },
    "The value does not have the form that the option needs.",
    "Give a value of the expected form. [The credential helper](credential-helper.md#usage) describes each option.",
  ],
  "helper-flag-value": [
    { option: "--diagnose", expected: "no value, or json" },
    "The option takes no such value.",
    "Write `--wait`, `--diagnose`, or `--diagnose=json`.",
  ],
  "helper-subject-is-client-id": [
    {},
    "A managed identity has a client ID and a principal (object) ID. AWS compares the principal ID with `sub`.",
    "Give the principal ID: `az ad sp show --id CLIENT_ID --query id`.",
  ],
  "helper-region-invalid": [
    { region: "Ireland" },
    "The region comes from `--region`, `AWS_REGION`, or `AWS_DEFAULT_REGION`, and does not look like one.",
    "Add `--region eu-west-1` or the region that you use.",
  ],
  "helper-region-partition": [
    { region: "cn-north-1", role: "arn:aws:iam::111122223333:role/orders" },
    "A role can be assumed only through AWS STS of the role's partition, such as `aws` or `aws-cn`.",
    "Set `--region` to a region of the role's partition.",
  ],
  "profile-without-diagnose": [
    {},
    "AWS SDKs start the helper with its options. Only `--diagnose` reads them from the AWS config.",
    "Add `--diagnose`: `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME`.",
  ],
  "profile-needed": [
    {},
    "`--diagnose` was given without the options that it should diagnose.",
    "Run `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME`.",
  ],
  "profile-no-config": [
    { files: "'/home/azureuser/.aws/config', '/etc/azure-to-aws/config'" },
    "None of the files exists, or none has a profile. The helper reads `AWS_CONFIG_FILE`, or else the two files in the message.",
    "Set `AWS_CONFIG_FILE` to the file that your client uses. If the installation is gone, install it again.",
  ],
  "profile-not-found": [
    { profile: "order", files: "'/etc/azure-to-aws/config'", found: "orders, default" },
    "The AWS config has no profile of this name.",
    "Use one of the listed names, or set `AWS_CONFIG_FILE` to the file that your client uses.",
  ],
  "profile-config-unreadable": [
    { file: "'/etc/azure-to-aws/config'", reason: "Permission denied" },
    "The file exists, but this user cannot read it, or it is not a valid INI file.",
    "Run `ls -l FILE`, and correct the permissions or the contents.",
  ],
  "profile-other-program": [
    { profile: "orders", file: "'/etc/azure-to-aws/config'" },
    "The profile has no `credential_process`, or one that starts another program.",
    "Choose the profile that uses this helper, or correct its `credential_process` line.",
  ],
  "source-unusable": [
    { source: "app-service", reason: "IDENTITY_ENDPOINT and IDENTITY_HEADER are not set" },
    "`--source` names a source that this host does not offer.",
    "Omit `--source`: the helper then detects the source. See [Sources of the token](credential-helper.md#sources-of-the-token).",
  ],
  "source-unsupported": [
    { host: "Azure Arc" },
    "The variables or the agent of a host that has another token protocol were found.",
    "If the host is a VM, an app, or a pod after all, add `--source`. Other hosts are not supported.",
  ],
  "identity-not-on-vm": [
    {
      client: "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10",
      said: "Azure's instance metadata service answered 400: invalid_request - Identity not found",
    },
    "The VM has no managed identity with this client ID, or `--client-id` has the principal ID.",
    "Run `pulumi up --refresh`. Without Pulumi: `az vm identity assign --ids VM_ID --identities IDENTITY_ID`.",
  ],
  "identity-not-on-app": [
    {
      client: "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10",
      said: "the app's identity endpoint answered 400: No User Assigned or Delegated Managed Identity found",
    },
    "The app has no managed identity with this client ID, or `--client-id` has the principal ID.",
    "Assign the identity to the app, and give its client ID.",
  ],
  "identity-header-invalid": [
    {},
    "App Service, Functions, and Container Apps set this variable. Something has overwritten it.",
    "Remove the setting from your app.",
  ],
  "identity-endpoint-error": [
    { said: "the app's identity endpoint answered 500: no reason given", audience: "api://orders" },
    "The endpoint has an outage, or the tenant does not know the audience. The answer is the same.",
    "Try again later. Check the audience: `az ad sp show --id AUDIENCE`.",
  ],
  "token-file-not-regular": [
    { path: "'/tmp'" },
    "The variable names a folder, a pipe, or a device.",
    "Remove your own setting. The webhook of AKS workload identity sets the variable.",
  ],
  "token-file-unreadable": [
    { path: "'/var/run/secrets/azure/tokens/azure-identity-token'", reason: "Permission denied" },
    "The file does not exist, or this user cannot read it.",
    'Label the pod `azure.workload.identity/use: "true"` and create it again. Run it as a user that can read the file.',
  ],
  "token-file-not-jwt": [
    { path: "'/etc/hostname'" },
    "The file has other contents than a token. The helper does not send them anywhere.",
    "Remove your own setting of the variable.",
  ],
  "token-file-empty": [
    { path: "'/var/run/secrets/azure/tokens/azure-identity-token'" },
    "The kubelet has not written the token yet, or the file is not the pod's token.",
    "Try again. If it stays empty, check the label of the pod.",
  ],
  "tenant-id-invalid": [
    { given: "my tenant" },
    "The variable has characters that no tenant ID or domain has.",
    "Set it to the GUID of the tenant, or remove your own setting.",
  ],
  "entra-no-service-principal": [
    { audience: "api://orders", said: "Entra answered 400: AADSTS500011" },
    "`AADSTS500011` or `AADSTS50001`: the audience is misspelled, or its application has no service principal in this tenant.",
    "Compare the audience with the application: `az ad sp show --id AUDIENCE`. A service principal that was just created can take minutes.",
  ],
  "entra-application-disabled": [
    { audience: "api://orders", said: "Entra answered 400: AADSTS500014" },
    "`AADSTS500014`: sign-in is disabled for the application.",
    "Run `az ad sp update --id AUDIENCE --set accountEnabled=true`.",
  ],
  "entra-not-assigned": [
    { audience: "api://orders", said: "Entra answered 400: AADSTS501051" },
    "`AADSTS501051` or `AADSTS50105`: the application requires an assignment, and the identity has none.",
    "Run `pulumi up --refresh`. After a new assignment, wait some minutes or use `--wait`.",
  ],
  "entra-unknown-client": [
    { said: "Entra answered 400: AADSTS700016" },
    "`AADSTS700016` or `AADSTS700011`: the client ID belongs to another tenant, or is misspelled.",
    "Check it: `az ad sp show --id CLIENT_ID`.",
  ],
  "entra-identity-disabled": [
    { said: "Entra answered 400: AADSTS7000112" },
    "`AADSTS7000112` or `AADSTS70001`: the service principal of the identity is disabled.",
    "Run `az ad sp update --id CLIENT_ID --set accountEnabled=true`.",
  ],
  "entra-conditional-access": [
    { said: "Entra answered 400: AADSTS53003" },
    "`AADSTS53003`: a Conditional Access policy for workload identities applies.",
    "Exclude the identity from the policy, or meet its conditions.",
  ],
  "entra-no-federated-credential": [
    { expected: "the cluster's issuer", said: "Entra answered 400: AADSTS700211" },
    "`AADSTS70021`, `AADSTS70025`, and `AADSTS700211` to `AADSTS700213`: issuer, subject, or audience of the pod's token is in no federated credential of the identity.",
    "Create the federated credential, then wait some minutes or use `--wait`.",
  ],
  "entra-pod-token-time": [
    { said: "Entra answered 400: AADSTS700024" },
    "`AADSTS700024`: the token of the pod has expired or is not valid yet.",
    "Correct the clock of the node. Create the pod again if its token is not renewed.",
  ],
  "entra-unknown-tenant": [
    { said: "Entra answered 400: AADSTS90002" },
    "`AADSTS90002` or `AADSTS900023`: the tenant does not exist in this cloud.",
    "Correct `AZURE_TENANT_ID`, and `AZURE_AUTHORITY_HOST` in another Azure cloud.",
  ],
  "token-request-refused": [
    { said: "Azure's instance metadata service answered 403: Forbidden" },
    "The token service refused for the reason that it names. A 403 of the metadata service comes from the Metadata Security Protocol, or from something else at that address.",
    "Follow the reason. Check who answers: `curl --noproxy '*' -H Metadata:true 'http://169.254.169.254/metadata/instance?api-version=2021-02-01'`.",
  ],
  "token-service-trouble": [
    { said: "Azure's instance metadata service answered 503: no reason given" },
    "The service is throttled, updating, or down. The helper has already tried several times.",
    "Try again later.",
  ],
  "token-absent": [
    { service: "Azure's instance metadata service" },
    "Something else than the token service answered, such as a proxy or a portal.",
    "Check what answers at the address: `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME` shows it.",
  ],
  "token-not-jwt": [
    { bytes: "20000" },
    "The service answered with something else than a JWT.",
    "Check what answers at the address of the token service.",
  ],
  "token-claims-invalid": [
    { problems: "sub is not a string" },
    "A claim that AWS needs is missing or has a wrong type.",
    "Check what answers at the address of the token service. Entra's tokens have these claims.",
  ],
  "token-issuer-slash": [
    {
      wanted: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
      found: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
    },
    "Issuers of v1 tokens end with a slash. AWS compares the issuer exactly.",
    "Correct `--issuer`, and use the same issuer in the OIDC provider and the trust policy.",
  ],
  "token-issuer-version": [
    {
      found_version: "1",
      wanted_version: "2",
      wanted: "https://login.microsoftonline.com/…/v2.0",
      found: "https://sts.windows.net/…/",
    },
    "`requestedAccessTokenVersion` of the application decides between v1 and v2 tokens. After a change, Azure can issue the cached token for up to 24 hours.",
    "If you changed the version in the last 24 hours, wait, or use another audience. Otherwise set the version that the role trusts, or correct `--issuer`. Show it: `az ad app show --id AUDIENCE --query api.requestedAccessTokenVersion`.",
  ],
  "token-issuer-tenant": [
    {
      wanted: "https://sts.windows.net/00000000-1111-4222-8333-444455556666/",
      found: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
    },
    "The identity belongs to another tenant than the issuer on the command line.",
    "Use an identity of that tenant, or correct `--issuer`, the OIDC provider, and the trust policy.",
  ],
  "token-issuer-other": [
    {
      wanted: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
      found: "https://oidc.example.com/",
    },
    "The token comes from another kind of issuer, such as the cluster instead of Entra.",
    "Choose the source with `--source`, or correct `--issuer`.",
  ],
  "token-azp-differs": [
    { wanted: "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10", found: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f" },
    "Tokens of version 2 name the client ID of the identity in `azp`, and AWS compares that one.",
    "Give the client ID of the identity that the host uses.",
  ],
  "token-audience-differs": [
    { wanted: "api://orders", found: "api://other" },
    "The token was issued for another audience.",
    "Give the application ID URI exactly as registered: `az ad app show --id APPLICATION_ID --query identifierUris`.",
  ],
  "token-cluster-audience-differs": [
    { wanted: "sts.amazonaws.com", found: "api://AzureADTokenExchange" },
    "The token of the cluster has another audience.",
    "Give that audience as `--audience`, and use it in the OIDC provider and the trust policy.",
  ],
  "token-subject-is-client-id": [
    { found: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f", wanted: "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10" },
    "A managed identity has a client ID and a principal (object) ID. `sub` has the principal ID.",
    "Give the principal ID as `--subject`, and trust it in the role.",
  ],
  "token-subject-differs": [
    { wanted: "00000000-1111-4222-8333-444455556666", found: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f" },
    "`--client-id` and `--subject` belong to two identities.",
    "Show the principal ID: `az ad sp show --id CLIENT_ID --query id`.",
  ],
  "token-expired": [
    { seconds: "300" },
    "The clock of this machine is ahead, or the service returned an old token.",
    "Check the clock: `timedatectl status`.",
  ],
  "token-old": [
    {
      age: "The token was issued 60 min ago and has no app role, so it may be older than the identity's assignment. Azure reuses a token for up to 24 h.",
    },
    "Azure caches the token of an identity and an audience. A change of the assignment or of the token version shows only in the next one.",
    "Wait for the next token, or use another audience.",
  ],
  "sts-access-denied": [
    {
      role: "arn:aws:iam::111122223333:role/orders",
      issuer: "https://sts.windows.net/…/",
      audience: "api://orders",
      subject: "c0ffee00-…",
      age: "",
      said: "AWS STS answered 403 AccessDenied: Not authorized",
    },
    "AWS gives one answer for all of these: the role does not exist, its trust policy requires another provider, audience, or subject, or someone [suspended the role](../how-to/suspend-and-revoke.md).",
    "Run `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME` on the machine. The command in its last line compares the token with the role's trust policy, claim by claim. A role that was just created can take a minute: `--wait`.",
  ],
  "sts-no-provider": [
    {
      account: "111122223333",
      issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
      age: "",
      said: "AWS STS answered 400 InvalidIdentityToken: No OpenIDConnect provider found in your account",
    },
    "The role's account has no OIDC provider with exactly this URL. The slash at the end counts.",
    "Create the provider. Show those that exist: `aws iam list-open-id-connect-providers`.",
  ],
  "sts-not-validated": [
    {
      account: "111122223333",
      issuer: "https://sts.windows.net/…/",
      audience: "api://orders",
      age: "",
      said: "AWS STS answered 400 InvalidIdentityToken: The web identity token provided could not be validated",
    },
    "AWS does not say which of the two is missing: the provider, or the client ID (audience) in it.",
    "Show the provider: `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN`. Create it, or add the audience.",
  ],
  "sts-audience-not-listed": [
    {
      issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
      audience: "api://orders",
      age: "",
      said: "AWS STS answered 400 InvalidIdentityToken: Incorrect token audience",
    },
    "The OIDC provider accepts only tokens for its client IDs.",
    "Add it: `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ARN --client-id AUDIENCE`. With v2 tokens, the audience is the client ID of the identity.",
  ],
  "sts-issuer-keys": [
    {
      issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
      age: "",
      said: "AWS STS answered 400 InvalidIdentityToken: Couldn't retrieve verification key",
    },
    "AWS could not download the keys of the issuer.",
    "Try again later. For a cluster, check that its issuer URL is public.",
  ],
  "sts-token-invalid": [
    {
      issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
      age: "",
      said: "AWS STS answered 400 InvalidIdentityToken: …",
    },
    "AWS rejects the token for the reason that it names.",
    "Follow the reason. Run `--diagnose` to see the claims of the token.",
  ],
  "sts-token-expired": [
    { said: "AWS STS answered 400 ExpiredTokenException: Token expired" },
    "The token had expired when AWS got it.",
    "Check the clock: `timedatectl status`.",
  ],
  "sts-duration": [
    {
      duration: "7200",
      said: "AWS STS answered 400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration",
    },
    "The role limits the length of sessions.",
    "Lower `--duration`, or raise `MaxSessionDuration` of the role.",
  ],
  "sts-region-disabled": [
    {
      region: "eu-west-1",
      said: "AWS STS answered 403 RegionDisabledException: STS is not activated in this region",
    },
    "AWS STS can be deactivated per region, and some regions must be enabled first.",
    "Activate the region, or set another `--region`.",
  ],
  "sts-claim-rejected": [
    { said: "AWS STS answered 400 IDPRejectedClaim: …" },
    "The identity provider reports that the claim is invalid or revoked.",
    "Try again with a new token.",
  ],
  "sts-refused": [
    { said: "AWS STS answered 400 ValidationError: …" },
    "AWS STS refused the request for the reason that it names.",
    "Follow the reason.",
  ],
  "sts-trouble": [
    { said: "AWS STS answered 503 ServiceUnavailable: no reason given" },
    "AWS STS is throttled or down, or could not reach the issuer. The helper has already tried several times.",
    "Try again later.",
  ],
  "sts-no-credentials": [
    { service: "AWS STS" },
    "Something else than AWS STS answered, such as a proxy or a portal, or the answer was damaged.",
    "Check what answers at the address, and `AWS_ENDPOINT_URL_STS`.",
  ],
  "sts-clock": [
    { expires: "2026-11-24T16:32:40Z" },
    "The clock of this machine is ahead by more than the length of a session.",
    "Set the clock: `timedatectl status` shows it.",
  ],
  "sts-refused-too": [
    { said: "AWS STS answered 403 AccessDenied: Not authorized" },
    "Only `--diagnose` asks AWS with a token that differs from the command line. The refusal can have the same cause.",
    "Correct the difference that the report shows, then run it again.",
  ],
  "endpoint-refused": [
    {
      variable: "AWS_ENDPOINT_URL_STS",
      given: "https://example.com",
      allowed: "an https URL of AWS STS, or a loopback or link-local address",
    },
    "A token can be used by anyone who receives it. So the helper sends it only to known hosts.",
    "Correct or unset the variable. See [Security](credential-helper.md#security).",
  ],
  "redirect-refused": [
    { service: "AWS STS", status: "302" },
    "The helper never follows a redirect, which could lead a token elsewhere.",
    "Check what answers at the address. A captive portal or a proxy often redirects.",
  ],
  "answer-too-large": [
    { service: "AWS STS", bytes: "262144" },
    "The answer is larger than any answer of the service.",
    "Check what answers at the address.",
  ],
  "service-timeout": [
    { place: "Azure's instance metadata service (169.254.169.254:80)", via: "" },
    "The metadata service is blocked by a firewall, or this is not an Azure VM. For AWS STS: no route, no DNS, or a firewall.",
    "For a VM, allow the user to reach 169.254.169.254. For AWS STS, check the egress of the subnet: `curl -v https://sts.REGION.amazonaws.com`.",
  ],
  "service-unreachable": [
    { place: "AWS STS (sts.eu-west-1.amazonaws.com:443)", via: "", reason: "Network is unreachable" },
    "There is no connection: no route, a firewall that rejects, or a name that does not resolve.",
    "Check with `curl -v https://sts.REGION.amazonaws.com`. For the metadata service, run the helper on the VM itself.",
  ],
  "service-broken-answer": [
    { place: "AWS STS (sts.eu-west-1.amazonaws.com:443)", via: "", reason: "BadStatusLine" },
    "Something else than the service answered, or the connection broke.",
    "Check what answers at the address.",
  ],
  "proxy-refused": [
    {
      place: "AWS STS (sts.eu-west-1.amazonaws.com:443)",
      proxy: "proxy.example.com:3128",
      reason: "Tunnel connection failed: 403 Forbidden",
    },
    "The proxy of `https_proxy` does not allow this host.",
    "Allow the host in the proxy, or add it to `no_proxy`.",
  ],
  "proxy-invalid": [
    {},
    "Only HTTP proxies are supported. The message omits the value, which may have a password.",
    "Set `https_proxy=http://HOST:PORT`.",
  ],
  "certificate-untrusted": [
    { place: "AWS STS (sts.eu-west-1.amazonaws.com:443)", reason: "unable to get local issuer certificate" },
    "A proxy that inspects TLS has an authority that this machine does not trust.",
    "Set `AWS_CA_BUNDLE` to the file of that authority.",
  ],
  "ca-bundle-invalid": [
    { path: "/etc/ssl/company.pem", reason: "No such file or directory" },
    "The file is missing, unreadable, or has no certificate.",
    "Correct the path, or unset the variable.",
  ],
  "helper-gave-up": [
    { seconds: "48" },
    "Azure or AWS answered too slowly. SDKs stop a `credential_process` after 60 seconds.",
    "Run `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME`, which shows the step that is slow.",
  ],
  "session-not-renewed": [
    {
      minutes: "12",
      failure:
        "no session from AWS STS at the moment. Try again later. AWS STS answered 503: no reason given [sts-trouble]",
    },
    "The renewal failed for a reason that passes. The old session is still valid.",
    "Nothing to do, unless it stays so until the session ends.",
  ],
  "cache-no-home": [
    {},
    "The user has no home folder, so there is no place for the cache.",
    "Give `--cache-dir`, or set `XDG_CACHE_HOME`.",
  ],
  "cache-symbolic-link": [
    { path: "/home/azureuser/.cache/azure-to-aws" },
    "A symbolic link could lead to a folder of another user.",
    "Remove the link, or give another `--cache-dir`.",
  ],
  "cache-other-owner": [
    { path: "/home/azureuser/.cache/azure-to-aws" },
    "Another user owns the folder, or a folder above it. This happens under `sudo`.",
    "Remove it, or give a `--cache-dir` of this user.",
  ],
  "cache-writable": [
    { path: "/home/azureuser/.cache/azure-to-aws" },
    "Other users could replace a session.",
    "Run `chmod go-w FOLDER`.",
  ],
  "cache-lock-foreign": [
    { path: "session-1a2b3c4d.lock" },
    "Another user created the file.",
    "Remove the file.",
  ],
  "cache-unusable": [
    { path: "/home/azureuser/.cache/azure-to-aws", reason: "Read-only file system" },
    "The folder cannot be created or opened.",
    "Give a `--cache-dir` that this user can write to.",
  ],
  "cache-not-written": [
    { reason: "No space left on device" },
    "The disk is full, or the file system is read-only.",
    "Free some space, or give another `--cache-dir`.",
  ],
  "cache-file-damaged": [
    {},
    "The file is not a session that this user's helper wrote. It is replaced at the next call.",
    "Nothing to do.",
  ],
  "verify-no-config": [
    { config: "/etc/azure-to-aws/config" },
    "The AWS config that the installation wrote is gone.",
    "Install again: `pulumi up --replace URN` with the URN of the Run Command.",
  ],
  "verify-no-credentials": [
    { profile: "orders" },
    "The installed helper failed for this profile.",
    "Follow the message in the next line.",
  ],
  "verify-refused": [
    {
      profile: "orders",
      reason: "AWS STS at sts.eu-west-1.amazonaws.com answered 403 InvalidClientTokenId: …",
    },
    "The helper got a session, but `sts:GetCallerIdentity` with it failed.",
    "Follow the reason.",
  ],
  "helper-internal-error": [
    { type: "KeyError", place: "sts.py:80" },
    "The helper has a defect.",
    "Report the line with the version: `credential_process.py --version`.",
  ],
};

/** The entry of a code. Its text has the values in place of the fields. */
function entryOf(code: keyof Texts): EntryOf<[Fields]> {
  const [sample, cause, fix] = MANUAL[code];
  const text = (fields: Fields) =>
    CREDENTIAL_HELPER_TEXTS[code].replace(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? "");
  return { text, sample: [sample], cause, fix };
}

const codes = Object.keys(MANUAL) as (keyof Texts)[];

/** Messages of the credential helper on the Azure side, and of the program that verifies it. */
export const CREDENTIAL_HELPER = new Catalog(
  "Credential helper",
  Object.fromEntries(codes.map((code) => [code, entryOf(code)])) as Record<keyof Texts, EntryOf<[Fields]>>,
);
