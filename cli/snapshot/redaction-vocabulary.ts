/** Words that redaction keeps, because they are those of the clouds and not of a company. */
import { issuers } from "../../trust";

/** Members whose values are the clouds' own words, or moments. */
export const KEPT_MEMBERS: ReadonlySet<string> = new Set([
  "Effect",
  "Service",
  "Action",
  "NotAction",
  "Version",
  "Status",
  "CreateDate",
  "LastUsedDate",
  "ServiceName",
  "Region",
  "@odata.type",
  "endDateTime",
  "kind",
  "type",
  "signInAudience",
  "servicePrincipalType",
  "principalType",
  "permission",
  "actions",
  "notActions",
  "dataActions",
  "notDataActions",
  "Key",
]);

/** Members whose values are names that people choose, and values of tags. No word of theirs is kept: a role can be called `deploy`, or `s3`. */
export const NAME_MEMBERS: ReadonlySet<string> = new Set([
  "RoleName",
  "UserName",
  "GroupName",
  "GroupList",
  "PolicyName",
  "Path",
  "Name",
  "Alias",
  "displayName",
  "principalDisplayName",
  "userPrincipalName",
  "Value",
  "aws:username",
  "name",
  "value",
]);

/** The beginnings of the IDs of Azure Resource Manager, which have names in every second place. */
export const ARM_ID = /^\/(?:subscriptions|providers)(?:\/|$)/i;

/** The words of such IDs in front of a name. What follows `providers` is a provider, and then types and names in turn. */
export const ARM_WORDS = /^(?:subscriptions|resourceGroups|providers)$/i;

/** A provider: Microsoft's, or that of a partner. Companies cannot have one of their own. */
export const ARM_PROVIDER = /^[a-z]+(?:\.[a-z]+)+$/i;

/** The provider below which companies choose the types themselves. */
export const ARM_CUSTOM_PROVIDER = /^Microsoft\.CustomProviders$/i;

/** The types of that provider that Azure has. Source: Azure, "Microsoft.CustomProviders resource types". */
export const ARM_CUSTOM_TYPES = /^(?:resourceProviders|associations)$/i;

/**
 * Texts whose end is made of names that people choose: the ID of an application, and a service account of Kubernetes with its
 * namespace.
 */
export const ENDS_WITH_NAMES = /^(api:\/\/|system:serviceaccount:)(.*)$/s;

/** Audiences of Microsoft's own that look like a company's. Source: Microsoft Entra, "Workload identity federation". */
export const MICROSOFT_AUDIENCE = /^api:\/\/AzureADTokenExchange(?:USGov|China)?$/;

/** An ARN's end with a name that people choose: the type, and the path with the name. */
export const NAMED_BY_PEOPLE =
  /^(:(?:role|user|group|policy|instance-profile|assumed-role|federated-user|saml-provider|server-certificate|mfa)\/)(.+)$/s;

/** What AWS itself writes in the place of a user's name, and the beginnings of its own paths. Source: IAM, "IAM identifiers". */
export const AWS_NAME =
  /^(?:<root_account>$|\/?(?:service-role|aws-service-role\/[a-z0-9.*-]+\.amazonaws\.com|aws-reserved\/sso\.amazonaws\.com)\/)/;

/** What the table of issuers says of names, subjects, and audiences. What stands for a company's name is in `<…>` there. */
const KNOWN_TEXTS: readonly string[] = issuers.flatMap(({ facts }) =>
  [
    ...facts.providers,
    ...facts.boundaries,
    ...(facts.ownerBoundaries ?? []),
    ...(facts.exactForms ?? []),
    ...(facts.ownerForms ?? []),
    ...(facts.attested ?? []),
    ...(facts.subjects ?? []),
    ...(facts.filled ?? []),
    facts.audience ?? "",
  ].map((text) => text.replaceAll(/<[^>]*>/g, " ")),
);

/** Words of ARNs, of IDs of Azure, of claims, and of audiences. */
const CLOUD_WORDS = `
  arn aws aws-cn aws-us-gov iam sts s3 user role group policy oidc-provider saml-provider instance-profile root assumed-role
  federated-user service-role aws-service-role aws-reserved job-function sso bucket
  subscriptions resourceGroups providers managementGroups management
  aud sub azp oid tid appid iss amr email id api http https v2 v1 true false null
  AzureADTokenExchange AzureADTokenExchangeUSGov AzureADTokenExchangeChina
  eid c pub t oidc system serviceaccount no_such_user root_account
`;

/** In lower case. */
export const KEPT_WORDS: ReadonlySet<string> = new Set(
  [...KNOWN_TEXTS, CLOUD_WORDS].flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? []),
);

/** IDs of Microsoft's own tenants and services, in lower case. */
export const KEPT_GUIDS: ReadonlySet<string> = new Set([
  "00000000-0000-0000-0000-000000000000",
  ...KNOWN_TEXTS.flatMap(
    (text) => text.toLowerCase().match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [],
  ),
]);

/**
 * Hosts of the clouds. What is in front of them can be a company's: `payroll.s3.eu-west-1.amazonaws.com`, `payroll.vault.azure.net`.
 * Of AWS, the service and the region are kept.
 */
const CLOUD_HOSTS =
  /(?:^|\.)(?:(?:(?:(?:tasks|build)\.apprunner|edgelambda\.lambda|delivery\.logs|[a-z0-9-]+)\.)?(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?amazonaws\.com(?:\.cn)?|amazon\.com|(?:login\.)?microsoftonline\.(?:com|us|cn)|(?:(?:login|management|microsoftgraph)\.)?chinacloudapi\.cn|management\.usgovcloudapi\.net|sts\.windows\.net|management\.azure\.com|graph\.microsoft\.(?:com|us)|vault\.azure\.net|(?:(?:blob|dfs|file|queue|table|web)\.)?core\.windows\.net)$/i;

/** Hosts of the table of issuers. */
const ISSUER_HOSTS: readonly string[] = [
  ...new Set(KNOWN_TEXTS.flatMap((text) => text.toLowerCase().match(/(?:[a-z0-9-]+\.)+[a-z]{2,}/g) ?? [])),
];

/** The end of a host that is kept: a cloud's or a known issuer's, or the last label alone. */
export function keptHost(host: string): string {
  const [ofCloud] = CLOUD_HOSTS.exec(host) ?? [];
  if (ofCloud !== undefined) {
    return ofCloud;
  }
  const folded = host.toLowerCase();
  const known = ISSUER_HOSTS.filter((one) => folded === one || folded.endsWith(`.${one}`));
  const longest = Math.max(0, ...known.map(({ length }) => length));
  return longest > 0 ? host.slice(host.length - longest) : host.slice(host.lastIndexOf("."));
}
