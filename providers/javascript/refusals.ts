/**
 * What Entra and AWS STS refuse with, and the helper's code for it: the tables of credential-helper/azure_to_aws/entra.py and
 * sts_remedies.py. The first pattern that fits decides.
 */
export type Refusals = readonly (readonly [pattern: RegExp, code: string, text: string])[];

/** By what Azure Identity says. Fields in braces are filled in. */
export const TOKEN_REFUSALS: Refusals = [
  [
    /AADSTS(500011|50001)\b/,
    "entra-no-service-principal",
    "the tenant has no service principal for audience {audience}. Check its spelling: it is exactly the application ID URI. If it is right, create the service principal",
  ],
  [
    /AADSTS500014\b/,
    "entra-application-disabled",
    "the service principal of the application for audience {audience} is disabled. Enable it",
  ],
  [
    /AADSTS(501051|50105)\b/,
    "entra-not-assigned",
    "the identity is not assigned to the application for audience {audience}. Assign its app role. A new assignment can take minutes",
  ],
  [
    /AADSTS(700016|700011)\b/,
    "entra-unknown-client",
    "the tenant does not know this application or identity. Check clientId and the tenant",
  ],
  [
    /AADSTS(7000112|70001)\b/,
    "entra-identity-disabled",
    "the identity is disabled. Enable its service principal",
  ],
  [
    /AADSTS53003\b/,
    "entra-conditional-access",
    "a Conditional Access policy blocks the token. Exclude this workload identity from it",
  ],
  [
    /AADSTS(70025|70021|700211|700212|700213|7002131)\b/,
    "entra-no-federated-credential",
    "the identity has no federated credential for this pod. Create one with the issuer, the subject, and the audience of the pod's token. A new one can take minutes",
  ],
  [
    /AADSTS700024\b/,
    "entra-pod-token-time",
    "the pod's token is not valid at this time. Check the clock of the node",
  ],
  [
    /AADSTS(90002|900023)\b/,
    "entra-unknown-tenant",
    "Entra does not know this tenant. Check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST",
  ],
  [
    /AADSTS(50033|90006|90012|90024|90033|90055|90090|90091)\b/,
    "token-service-trouble",
    "no token from Azure at the moment. Try again later",
  ],
  [
    /no user assigned|no managed identity found|unable to load (requested|the proper) managed identity/i,
    "identity-not-on-app",
    "no managed identity with client ID {clientId} is assigned to this app. Assign it, and give its client ID, not its principal ID",
  ],
  [
    /identity not found|unauthorized_client/i,
    "identity-not-on-vm",
    "no managed identity with client ID {clientId} is attached to this host. Attach it, and give its client ID, not its principal ID",
  ],
  // What Azure Identity says if an answer has no token: it hides status and text.
  [
    /no "expiresOn" property.*\(identity endpoint\)/,
    "identity-endpoint-error",
    "no token from the app's identity endpoint. Try again later, and check the audience and its app role: an unknown audience and an identity without the role get the same answer. Given: {audience}",
  ],
  [/no "expiresOn" property/, "token-service-trouble", "no token from Azure at the moment. Try again later"],
  [
    /network_error|endpoints_resolution_error|Network unreachable|ECONN|ENOTFOUND|EAI_AGAIN/,
    "service-unreachable",
    "the token service of Azure: cannot connect. Check network, firewalls, and DNS",
  ],
  [
    /^TimeoutError:/,
    "service-timeout",
    "the token service of Azure: no answer in time. Check firewalls and routes on the way",
  ],
  [/^/, "token-request-refused", "no token from Azure"],
];

/** By status, code, and message of the answer. Fields in braces are filled in. */
export const STS_REFUSALS: Refusals = [
  [
    /^(429|5\d\d) |^\d+ (IDPCommunicationError|\w*Throttl|TooManyRequests|\w+LimitExceeded|SlowDown|PriorRequest|RequestTimeout|ServiceUnavailable)/,
    "sts-trouble",
    "no session from AWS STS at the moment. Try again later",
  ],
  [
    /^\d+ AccessDenied/,
    "sts-access-denied",
    "AWS STS refused the token for {roleArn}. The role does not exist, does not trust this token, or is suspended. Its trust policy must name the provider {iss}, aud {compared}, and sub {sub}",
  ],
  [
    /^\d+ InvalidIdentityToken.*No OpenIDConnect provider found/,
    "sts-no-provider",
    "account {account} has no OIDC provider with the URL {iss}. Create it with exactly this URL",
  ],
  [
    /^\d+ InvalidIdentityToken.*web identity token provided could not be validated/,
    "sts-not-validated",
    "account {account} has no OIDC provider with the URL {iss}, or the provider does not list client ID (audience) {compared}",
  ],
  [
    /^\d+ InvalidIdentityToken.*audience/i,
    "sts-audience-not-listed",
    "the OIDC provider {iss} does not list client ID (audience) {compared}. Add it to the provider",
  ],
  [
    /^\d+ InvalidIdentityToken.*verification key/,
    "sts-issuer-keys",
    "AWS could not get the signing keys of {iss}. Try again later",
  ],
  [/^\d+ InvalidIdentityToken/, "sts-token-invalid", "AWS does not accept the token of {iss}"],
  [
    /^\d+ ExpiredToken/,
    "sts-token-expired",
    "the token from Azure has expired by the clock of AWS. If this repeats, check this machine's clock",
  ],
  [
    /^\d+ RegionDisabled/,
    "sts-region-disabled",
    "AWS STS is not active in {region} for this account. Activate it, or set another region",
  ],
  [
    /^\d+ IDPRejectedClaim/,
    "sts-claim-rejected",
    "the identity provider rejected the claim, according to AWS. Ask for a new token later",
  ],
  [
    /^\d+ ValidationError.*MaxSessionDuration/,
    "sts-duration",
    "durationSeconds {durationSeconds} is longer than the role allows. Lower it, or raise the role's MaxSessionDuration",
  ],
  [/^200$/, "sts-no-credentials", "the answer of AWS STS cannot be read. Check what answers at its address"],
  [/^\d+ /, "sts-refused", "AWS STS refused the request"],
  [
    /^TimeoutError: The operation/,
    "service-timeout",
    "AWS STS: no answer in time. Check firewalls and routes on the way",
  ],
  [/^/, "service-unreachable", "AWS STS: cannot connect. Check network, firewalls, and DNS"],
];
