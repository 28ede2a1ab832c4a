/** An application between the provider's properties and Microsoft Graph's. */
import {
  isObject,
  type Properties,
  type PropertyValue,
  sameSet,
  text,
  withoutEmpty,
} from "../kernel/property-value";
import type { GraphObject } from "./graph-client";

type Loose = Readonly<Record<string, PropertyValue | undefined>>;

/** Renames members: provider name to Graph name, both ways. */
const renamed = {
  top: {
    description: "description",
    deviceOnlyAuthEnabled: "isDeviceOnlyAuthSupported",
    displayName: "displayName",
    fallbackPublicClientEnabled: "isFallbackPublicClient",
    identifierUris: "identifierUris",
    notes: "notes",
    oauth2PostResponseRequired: "oauth2RequirePostResponse",
    serviceManagementReference: "serviceManagementReference",
    signInAudience: "signInAudience",
    tags: "tags",
  },
  info: {
    marketingUrl: "marketingUrl",
    privacyStatementUrl: "privacyStatementUrl",
    supportUrl: "supportUrl",
    termsOfServiceUrl: "termsOfServiceUrl",
  },
  api: {
    knownClientApplications: "knownClientApplications",
    mappedClaimsEnabled: "acceptMappedClaims",
    requestedAccessTokenVersion: "requestedAccessTokenVersion",
  },
  claims: { accessTokens: "accessToken", idTokens: "idToken", saml2Tokens: "saml2Token" },
  grant: {
    accessTokenIssuanceEnabled: "enableAccessTokenIssuance",
    idTokenIssuanceEnabled: "enableIdTokenIssuance",
  },
  web: { homepageUrl: "homePageUrl", logoutUrl: "logoutUrl", redirectUris: "redirectUris" },
} as const;

/** What Graph is sent for the given properties; absent ones are left out. */
export function toGraph(inputs: Properties): GraphObject {
  const { api, appRoles, groupMembershipClaims, optionalClaims, publicClient, singlePageApplication, web } =
    inputs;
  return defined({
    ...forward(inputs, renamed.top),
    api: isObject(api)
      ? defined({
          ...forward(api, renamed.api),
          oauth2PermissionScopes: switchable(api.oauth2PermissionScopes),
        })
      : undefined,
    appRoles: switchable(appRoles),
    groupMembershipClaims: Array.isArray(groupMembershipClaims)
      ? groupMembershipClaims.map(text).join(",")
      : undefined,
    info: nonEmpty(forward(inputs, renamed.info)),
    optionalClaims: isObject(optionalClaims) ? forward(optionalClaims, renamed.claims) : undefined,
    publicClient,
    requiredResourceAccess: list(inputs.requiredResourceAccesses)?.map(
      ({ resourceAppId, resourceAccesses }) => defined({ resourceAppId, resourceAccess: resourceAccesses }),
    ),
    spa: singlePageApplication,
    web: isObject(web)
      ? defined({
          ...forward(web, renamed.web),
          implicitGrantSettings: isObject(web.implicitGrant)
            ? forward(web.implicitGrant, renamed.grant)
            : undefined,
        })
      : undefined,
  });
}

/** What Graph is sent at each update for properties that the program does not give. */
const blanks: GraphObject = {
  api: { acceptMappedClaims: false, knownClientApplications: [], requestedAccessTokenVersion: 1 },
  description: null,
  groupMembershipClaims: null,
  info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  isDeviceOnlyAuthSupported: false,
  isFallbackPublicClient: false,
  notes: null,
  publicClient: { redirectUris: [] },
  serviceManagementReference: null,
  spa: { redirectUris: [] },
  web: {
    homePageUrl: null,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    logoutUrl: null,
    redirectUris: [],
  },
};

/** Properties that the provider sends only when they change, and what it sends when they are gone. */
const sentOnChange: Readonly<Record<string, GraphObject>> = {
  appRoles: { appRoles: [] },
  identifierUris: { identifierUris: [] },
  optionalClaims: { optionalClaims: {} },
  requiredResourceAccesses: { requiredResourceAccess: [] },
};

/**
 * What Graph is sent when an application changes: most properties always, some only if they are another than the state has.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `applicationResourceUpdate`.
 */
export function changedInGraph(olds: Properties, news: Properties): GraphObject {
  const isSame = (name: string): boolean => sameSet(olds[name] ?? [], news[name] ?? []);
  const unchanged = Object.keys(sentOnChange).filter(isSame);
  const gone = Object.keys(sentOnChange).filter((name) => !isSame(name) && news[name] === undefined);
  const given = Object.fromEntries(Object.entries(news).filter(([name]) => !unchanged.includes(name)));
  const sent = toGraph(given);
  const { oauth2PermissionScopes, ...api } = (sent.api ?? {}) as GraphObject;
  const scopesOf = ({ api: block }: Properties): PropertyValue =>
    (isObject(block) ? block.oauth2PermissionScopes : undefined) ?? [];
  const scopes = sameSet(scopesOf(olds), scopesOf(news)) ? {} : { oauth2PermissionScopes };
  return {
    ...blanks,
    tags: [],
    ...sent,
    ...Object.fromEntries(gone.flatMap((name) => Object.entries(sentOnChange[name] ?? {}))),
    api: { ...(blanks.api as GraphObject), ...api, ...scopes },
  };
}

/** The provider's properties of an application that Graph returned. */
export function fromGraph(application: GraphObject): Properties {
  const graph = application as Properties;
  const part = (name: string): Properties => (isObject(graph[name]) ? graph[name] : {});
  const claims = graph.groupMembershipClaims;
  const scopes = fromSwitchable(part("api").oauth2PermissionScopes);
  const roles = fromSwitchable(graph.appRoles);
  const settings = part("web").implicitGrantSettings;
  return {
    ...withoutEmpty({
      ...backward(graph, renamed.top),
      ...backward(part("info"), renamed.info),
      logoUrl: part("info").logoUrl,
      api: withoutEmpty({ ...backward(part("api"), renamed.api), oauth2PermissionScopes: scopes }),
      appRoles: roles,
      groupMembershipClaims: typeof claims === "string" ? claims.split(",") : undefined,
      optionalClaims: withoutEmpty(backward(part("optionalClaims"), renamed.claims)),
      publicClient: withoutEmpty(part("publicClient")),
      requiredResourceAccesses: list(graph.requiredResourceAccess)?.map(({ resourceAppId, resourceAccess }) =>
        withoutEmpty({ resourceAppId, resourceAccesses: resourceAccess }),
      ),
      singlePageApplication: withoutEmpty(part("spa")),
      web: withoutEmpty({
        ...backward(part("web"), renamed.web),
        implicitGrant: isObject(settings) ? backward(settings, renamed.grant) : undefined,
      }),
    }),
    clientId: graph.appId ?? "",
    objectId: graph.id ?? "",
    publisherDomain: graph.publisherDomain ?? "",
    disabledByMicrosoft: text(graph.disabledByMicrosoftStatus),
    appRoleIds: idsByValue(roles),
    oauth2PermissionScopeIds: idsByValue(scopes),
  };
}

/** Roles and scopes as Graph returns them, with `enabled` for `isEnabled`. */
export function fromSwitchable(value: PropertyValue | undefined): Properties[] {
  return (list(value) ?? []).map(({ isEnabled, ...rest }) =>
    withoutEmpty({ ...rest, origin: undefined, enabled: isEnabled }),
  );
}

/** The map from a role's or scope's value to its ID. */
export function idsByValue(roles: readonly Properties[]): Properties {
  const named = roles.filter(({ value }) => typeof value === "string" && value !== "");
  return Object.fromEntries(named.map(({ value, id }) => [text(value), id ?? ""]));
}

function switchable(value: PropertyValue | undefined): GraphObject[] | undefined {
  return list(value)?.map(({ enabled, ...rest }) => ({ ...rest, isEnabled: enabled ?? true }));
}

function list(value: PropertyValue | undefined): Properties[] | undefined {
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

function forward(bag: Loose, names: Readonly<Record<string, string>>): GraphObject {
  return defined(Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, bag[ours]])));
}

/** Leaves out what is false: the provider sends it for all that the program does not say. */
function backward(bag: Loose, names: Readonly<Record<string, string>>): Properties {
  const members = Object.entries(names).map(([ours, theirs]) => [ours, bag[theirs]] as const);
  return withoutEmpty(Object.fromEntries(members.filter(([, value]) => value !== false)));
}

function defined(bag: Readonly<Record<string, unknown>>): GraphObject {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined));
}

function nonEmpty(bag: GraphObject): GraphObject | undefined {
  return Object.keys(bag).length === 0 ? undefined : bag;
}
