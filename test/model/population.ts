/**
 * Who may come to STS with a token: a fixed population. Policies name only what is exported here by a name of its own. All
 * others (neighbors, customers, strangers, other audiences) have names that no policy spells out, so a policy that lets one
 * of them in left something open.
 */
import type { Token } from "./iam";

/** Someone with a token, in relation to the identity that a policy is for. */
export type Person =
  /** The identity that the policy names, with a token for the audience that it names. */
  | "intended"
  /** The same identity with a token for another API. AWS compares the client in the place of `aud`. Only `oaud` has the API. */
  | "intended, another API"
  /** The same identity with a token for another audience, which others hold and can replay. */
  | "intended, another audience"
  /** A token of the same identity that only checks of STS itself keep out: without a claim, or for no registered audience. */
  | "intended, kept out by STS alone"
  /** An identity of the same owner that gets such tokens if somebody assigns it to the application. */
  | "neighbor, if assigned"
  /** Another identity of the same owner: of the tenant, organization, or cluster. */
  | "neighbor"
  /** An identity of another customer of the same service, such as one of another tenant. */
  | "customer"
  /** Someone with an issuer of his own. */
  | "stranger";

/** A person and one of his tokens. */
export interface Bearer {
  readonly who: Person;
  readonly token: Token;
}

/** What an owner of an Entra tenant can decide. */
export interface EntraFacts {
  /** Whether the application gives tokens to assigned identities only. Default: true. */
  readonly requiresAssignment?: boolean;
  /** What the identities of the policies are. Disabled ones get no tokens at all. Default: assigned. */
  readonly intended?: "assigned" | "unassigned" | "disabled";
  /** Whether all clients are managed identities, through which no user signs in. Default: false. */
  readonly areManaged?: boolean;
}

/** An issuer's provider, and the values that policies name. */
export interface World {
  readonly provider: string;
  /** Audiences that policies name. */
  readonly audiences: readonly string[];
  /** Subjects that policies name. */
  readonly subjects: readonly string[];
  /** Everyone who holds a token of this issuer. */
  readonly bearers: readonly Bearer[];
}

export const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const OTHER_TENANT = "77777777-3b4e-4c5d-9e7f-0a1b2c3d4e5f";

/** The application that stands for the role in Entra. */
export const APPLICATION = { uri: `api://${TENANT}/orders`, id: "a1a2a3a4-0000-4000-8000-00000000a001" };

/** The identities that policies name: principal ID and client ID. */
export const IDENTITIES = [
  { principalId: "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e", clientId: "c1c2c3c4-0000-4000-8000-00000000c001" },
  { principalId: "1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f", clientId: "c5c6c7c8-0000-4000-8000-00000000c002" },
] as const;

/** An identity of the tenant that no policy names. */
export const NEIGHBOR = {
  principalId: "d00dfeed-0000-4000-8000-00000000d001",
  clientId: "d00dfeed-0000-4000-8000-00000000d002",
};

/**
 * Azure Resource Manager. Every identity of every tenant gets version 1 tokens for it. Workloads send these tokens to other
 * services, and each receiver can replay them. Source: Microsoft, "How managed identities for Azure resources work"; Azure CLI, `cloud.py`.
 */
export const ARM = { uri: "https://management.azure.com/", id: "797f4846-ba00-4fd7-ba43-dac1f8f63013" };

/**
 * Microsoft Graph, which policies name and no bearer has: only Graph can verify its tokens. Source: Microsoft, "Access tokens in
 * the Microsoft identity platform": tokens for Microsoft's own APIs may have formats that cannot be validated.
 */
export const GRAPH = { uri: "https://graph.microsoft.com", id: "00000003-0000-0000-c000-000000000000" };

/** The repository at GitHub that the policies are for. */
export const REPOSITORY = "acme/orders";

/** Subjects of users' tokens: an identifier for a user in one application, and never a GUID. */
const PAIRWISE = [
  "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
  "HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
];

/** Texts of the same kind that somebody else may have: alike at one end, but for a character, or in other letters. */
function lookalikes(text: string): readonly string[] {
  const other = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
  const changed = [0, 9, text.length - 1].map((at) => `${text.slice(0, at)}~${text.slice(at + 1)}`);
  return [`${text}x`, `x${text}`, ...changed, other];
}

/** GUIDs that differ in one digit: the first, one in the middle, the last. */
function otherGuids(guid: string): readonly string[] {
  const digit = (at: number): string => (guid[at] === "e" ? "9" : "e");
  return [0, 12, 35].map((at) => guid.slice(0, at) + digit(at) + guid.slice(at + 1));
}

type Holding = readonly [who: Person, claims: Token["claims"]];

/** An intended identity's tokens that only STS keeps out: it demands both claims and a registered audience. */
function keptOut(claims: Token["claims"]): readonly Holding[] {
  const without = (...names: readonly string[]): Token["claims"] =>
    Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
  const compared = claims.azp === undefined ? "aud" : "azp";
  return [without("aud", "azp"), without("sub"), { ...claims, [compared]: "unregistered" }].map((holding) => [
    "intended, kept out by STS alone",
    holding,
  ]);
}

function world(
  provider: string,
  audiences: readonly string[],
  subjects: readonly string[],
  holdings: readonly Holding[],
): World {
  return {
    provider,
    audiences,
    subjects,
    bearers: holdings.map(([who, claims]) => ({ who, token: { provider, claims } })),
  };
}

/**
 * Entra's tokens of version 1: `aud` is the resource as it was asked for, `sub` the principal ID, and no `azp`. Of an ID
 * token, `aud` is the application that the user signs in to. Source: Microsoft, "Access token claims reference" and "ID
 * token claims reference".
 *
 * A registered application that is not the policies' own stands for all others of the tenant.
 */
export function entraVersion1(facts: EntraFacts = {}): World {
  const enabled = facts.intended === "disabled" ? [] : IDENTITIES;
  const isRefused = facts.intended === "unassigned" && facts.requiresAssignment !== false;
  const neighbor: Person = facts.requiresAssignment === false ? "neighbor" : "neighbor, if assigned";
  const others = lookalikes(APPLICATION.uri);
  // Entra spells an application ID as the caller did, and a URI as it is registered.
  const own = [APPLICATION.uri, APPLICATION.id, APPLICATION.id.toUpperCase()];
  const arm = [ARM.uri, ARM.uri.slice(0, -1), ARM.id];
  const neighbors = [
    NEIGHBOR.principalId,
    ...IDENTITIES.flatMap(({ principalId }) => otherGuids(principalId)),
    ...PAIRWISE,
  ];
  return world(
    `sts.windows.net/${TENANT}/`,
    own.slice(0, 2),
    IDENTITIES.map(({ principalId }) => principalId),
    [
      ...enabled.flatMap(({ principalId: sub }): Holding[] => [
        ...(isRefused ? [] : own).map((aud): Holding => ["intended", { aud, sub }]),
        ...[...others, ...otherGuids(APPLICATION.id), ...arm].map((aud): Holding => [
          "intended, another audience",
          { aud, sub },
        ]),
        ...own.flatMap((aud) => keptOut({ aud, sub })),
      ]),
      ...neighbors.flatMap((sub): Holding[] => [
        ...own.map((aud): Holding => [neighbor, { aud, sub }]),
        ...["api://another", ...others, ...arm].map((aud): Holding => ["neighbor", { aud, sub }]),
      ]),
    ],
  );
}

/**
 * Entra's tokens of version 2: `aud` is the application ID of the resource, and `azp` the client, which AWS compares. An ID
 * token has no `azp`. An identity's client ID goes with its principal ID and with no other.
 */
export function entraVersion2(facts: EntraFacts = {}): World {
  const enabled = facts.intended === "disabled" ? [] : IDENTITIES;
  const isRefused = facts.intended === "unassigned" && facts.requiresAssignment !== false;
  const apis = [APPLICATION.id, ...otherGuids(APPLICATION.id)];
  const others = [
    NEIGHBOR,
    ...IDENTITIES.flatMap(({ principalId, clientId }) =>
      otherGuids(principalId).map((id, index) => ({
        principalId: id,
        clientId: otherGuids(clientId)[index] ?? "",
      })),
    ),
  ];
  return world(
    `login.microsoftonline.com/${TENANT}/v2.0`,
    IDENTITIES.map(({ clientId }) => clientId),
    IDENTITIES.map(({ principalId }) => principalId),
    [
      ...enabled.flatMap(({ principalId: sub, clientId: azp }): Holding[] => [
        ...(isRefused ? [] : [APPLICATION.id]).map((aud): Holding => ["intended", { aud, azp, sub }]),
        ...otherGuids(APPLICATION.id).map((aud): Holding => ["intended, another API", { aud, azp, sub }]),
        ...keptOut({ aud: APPLICATION.id, azp, sub }),
      ]),
      ...others.flatMap(({ principalId: sub, clientId: azp }) =>
        apis.map((aud): Holding => ["neighbor", { aud, azp, sub }]),
      ),
      // A user through a client that policies name, and ID tokens of the applications that he signs in to.
      ...PAIRWISE.flatMap((sub): Holding[] => [
        ...(facts.areManaged === true ? [] : IDENTITIES).map(({ clientId: azp }): Holding => [
          "neighbor",
          { aud: APPLICATION.id, azp, sub },
        ]),
        ...apis.map((aud): Holding => ["neighbor", { aud, sub }]),
      ]),
    ],
  );
}

/**
 * GitHub's tokens. A workflow asks for whatever audience it wants. The subject begins with the repository, or with what the
 * owner chose in its place. Policies are for one repository, so all its contexts are intended. Source: GitHub, "OpenID Connect reference".
 */
export function gitHub(): World {
  const audience = "sts.amazonaws.com";
  const contexts = ["ref:refs/heads/main", "environment:production", "pull_request"];
  const of = (repository: string, subs = contexts.map((context) => `repo:${repository}:${context}`)) =>
    subs.map((sub) => ({ sub, repository, repository_id: repository === REPOSITORY ? "1001" : "2002" }));
  const anyAudience = (who: Person, claims: readonly Token["claims"][]): Holding[] =>
    claims.flatMap((own) => [audience, "another"].map((aud): Holding => [who, { aud, ...own }]));
  const chosen = ["environment:production", "ref:refs/heads/main", "environment:repo%3Aacme/orders"];
  const customers = ["evil/orders", "acme2/orders", "evil-acme/orders", "evil/acme"];
  const intended = of(REPOSITORY);
  const subjects = intended.map(({ sub }) => sub);
  return world("token.actions.githubusercontent.com", [audience], subjects, [
    ...intended.flatMap((own): Holding[] => [
      ["intended", { aud: audience, ...own }],
      ...lookalikes(audience).map((aud): Holding => ["intended, another audience", { aud, ...own }]),
      ...keptOut({ aud: audience, ...own }),
    ]),
    ...anyAudience(
      "neighbor",
      ["acme/orders-2", "acme/ledger"].flatMap((name) => of(name)),
    ),
    ...anyAudience("neighbor", of("acme/ledger", ["repository_owner:acme"])),
    ...anyAudience("customer", [...customers.flatMap((name) => of(name)), ...of("evil/orders", chosen)]),
  ]);
}

/** An issuer that nobody knows. Its customers may have any subject, and ask for any audience. */
export function unknownIssuer(): World {
  const [audience, subject] = ["sts.amazonaws.com", "user:orders"];
  return world(
    "oidc.example.com",
    [audience],
    [subject],
    [
      ["intended", { aud: audience, sub: subject }],
      ...lookalikes(audience).map((aud): Holding => ["intended, another audience", { aud, sub: subject }]),
      ...keptOut({ aud: audience, sub: subject }),
      ...lookalikes(subject).flatMap((sub) =>
        [audience, "another"].map((aud): Holding => ["customer", { aud, sub }]),
      ),
    ],
  );
}

/** Everyone, by the issuers that policies are for, and two who have nothing to do with them. */
export function everyone(facts: EntraFacts = {}): readonly Bearer[] {
  const away = (who: Person, provider: string): Bearer => ({
    who,
    token: { provider, claims: { aud: APPLICATION.uri, sub: NEIGHBOR.principalId } },
  });
  return [
    ...[entraVersion1(facts), entraVersion2(facts), gitHub(), unknownIssuer()].flatMap(
      ({ bearers }) => bearers,
    ),
    away("customer", `sts.windows.net/${OTHER_TENANT}/`),
    away("stranger", "oidc.stranger.example"),
  ];
}
