/** Random trust policies for the providers of the model: as people write them, and as they mistake them. */
import {
  APPLICATION,
  ARM,
  entraVersion1,
  entraVersion2,
  gitHub,
  GRAPH,
  REPOSITORY,
  unknownIssuer,
  type World,
} from "../../model/population";
import { Draw } from "./draw";

/** A policy. */
export interface RandomPolicy {
  readonly policy: Readonly<Record<string, unknown>>;
  /**
   * Whether it says what it says in the usual way. Then the product must find exactly the reach that the model finds.
   * Otherwise the product may find a wider one: it does not work out all that AWS does.
   */
  readonly isPlain: boolean;
  /** Whether a way in names no principal. The product accepts no such policy, whoever gets in. */
  readonly namesEveryone: boolean;
  /** Whether every statement demands exact audiences in the usual way. */
  readonly hasExactAudiences: boolean;
}

type Json = Record<string, unknown>;

type Claim = "aud" | "sub";

/** Conditions on one claim: operator and values. `null` in the place of values stands for `Null: false`. */
type Conditions = readonly (readonly [operator: string, values: unknown])[];

/** A way to write conditions on a claim. */
interface Form {
  readonly weight: number;
  /** Default: true. */
  readonly isPlain?: false | ((world: World, claim: Claim) => boolean);
  readonly write: (value: string, named: readonly string[], draw: Draw) => Conditions;
}

const ACCOUNT = "111122223333";

const IS_GUID = /^[0-9a-f-]{36}$/;

const cut = (text: string, draw: Draw): string => `${text.slice(0, draw.below(text.length))}*`;

function holed(text: string, draw: Draw): string {
  const from = draw.below(text.length);
  return `${text.slice(0, from)}*${text.slice(from + draw.below(text.length - from))}`;
}

function marked(text: string, draw: Draw): string {
  const at = draw.below(text.length);
  return `${text.slice(0, at)}?${text.slice(at + 1)}`;
}

const EXACT: Form = { weight: 50, write: (value) => [["StringEquals", value]] };

const FORMS: readonly Form[] = [
  EXACT,
  { weight: 6, write: (_, named) => [["StringEquals", named]] },
  { weight: 6, write: (value) => [["StringLike", [value]]] },
  { weight: 8, write: () => [] },
  { weight: 5, write: () => [["StringLike", "*"]] },
  { weight: 3, write: (value) => [["StringLike", [value, "?*"]]] },
  // A client ID of Entra goes with one principal ID, so a part of either says it all.
  {
    weight: 5,
    isPlain: (world) => world !== VERSION_2,
    write: (value, _, draw) => [["StringLike", cut(value, draw)]],
  },
  { weight: 2, isPlain: false, write: (value, _, draw) => [["StringLike", holed(value, draw)]] },
  { weight: 2, isPlain: false, write: (value, _, draw) => [["StringLike", marked(value, draw)]] },
  { weight: 3, write: (value) => [["StringEqualsIfExists", value]] },
  { weight: 3, write: (value) => [["ForAllValues:StringEquals", value]] },
  { weight: 3, write: (value) => [["ForAnyValue:StringEquals", value]] },
  { weight: 3, isPlain: (world) => world !== VERSION_2, write: (value) => [["StringNotEquals", value]] },
  {
    weight: 1,
    isPlain: (world) => world !== VERSION_2,
    write: (value) => [["StringNotLike", `${value.slice(0, 3)}*`]],
  },
  { weight: 3, write: (value) => [["StringEqualsIgnoreCase", value]] },
  { weight: 2, write: () => [["Null", "false"]] },
  { weight: 1, write: () => [["Null", "true"]] },
  {
    weight: 3,
    write: (value) => [
      ["StringEqualsIfExists", value],
      ["Null", false],
    ],
  },
  {
    weight: 2,
    write: (value) => [
      ["StringEquals", value],
      ["StringLike", "*"],
    ],
  },
  {
    weight: 2,
    isPlain: (world) => world !== VERSION_2,
    write: (value) => [
      ["StringLike", "*"],
      ["StringNotEquals", value],
    ],
  },
  {
    weight: 1,
    // A pattern that is meant is judged as one, as the fix widens it. In these places it can be no token's value at all.
    isPlain: (world, claim) => claim === "aud" || world === VERSION_1 || world === VERSION_2,
    write: (value, _, draw) => [["StringEquals", `${value.slice(0, draw.below(9))}*`]],
  },
  { weight: 1, write: () => [["StringEquals", []]] },
  {
    weight: 2,
    write: (value) => [["StringEquals", IS_GUID.test(value) ? value.toUpperCase() : value]],
  },
];

/** The issuers that policies are for. */
export const WORLDS: readonly World[] = [entraVersion1(), entraVersion2(), gitHub(), unknownIssuer()];
const [VERSION_1, VERSION_2, GITHUB] = WORLDS as readonly [World, World, World];

/** Names of a provider that are near Entra's, and that no token has as its `iss`. */
const MISNAMES: ReadonlyMap<World, readonly string[]> = new Map(
  [VERSION_1, VERSION_2].map((world) => {
    const { provider } = world;
    const [host = "", tenant = ""] = provider.split("/");
    const names = [
      provider.replace(/\/(?:v2\.0)?$/, ""),
      `${host}/${tenant}/v2.0/`,
      provider.replace(tenant, tenant.toUpperCase()),
      ...["common", "organizations", "consumers", "acme.onmicrosoft.com"].map((word) =>
        provider.replace(tenant, word),
      ),
      provider.replace(host, "login.windows.net"),
      provider.replace("/", ":443/"),
      ...(world === VERSION_1 ? [`${provider}v2.0`] : [`${host}/${tenant}/`]),
    ];
    return [world, names];
  }),
);

/** Audiences that no application of the tenant has: Microsoft's own, and what no token carries. */
export const MICROSOFT = [
  ARM.uri,
  ARM.uri.slice(0, -1),
  ARM.id,
  GRAPH.uri,
  GRAPH.id,
  "api://AzureADTokenExchange",
];

function conditionsOn(
  claim: Claim,
  index: number,
  world: World,
  draw: Draw,
): { isPlain: boolean; conditions: Conditions } {
  const named = claim === "aud" ? world.audiences : world.subjects;
  const isMicrosoft = claim === "aud" && (world === VERSION_1 || world === VERSION_2) && draw.chance(0.06);
  const value = isMicrosoft ? draw.of(MICROSOFT) : (named[index % named.length] ?? "");
  const form = isMicrosoft ? EXACT : draw.weighted(FORMS);
  const conditions = form.write(value, named, draw);
  return {
    conditions,
    isPlain: typeof form.isPlain === "function" ? form.isPlain(world, claim) : form.isPlain !== false,
  };
}

/** Capitals are left out: whether STS compares them with the provider's list as they are written is not documented. */
const isExact = (conditions: Conditions): boolean => {
  const text = JSON.stringify(conditions.map(([, values]) => values));
  return (
    conditions.length === 1 &&
    conditions[0]?.[0] === "StringEquals" &&
    text === text.toLowerCase() &&
    !/\*|\[\]/.test(text)
  );
};

const keyIn = (provider: string, claim: string, draw: Draw): string =>
  draw.chance(0.05) ? `${provider}:${claim}`.toUpperCase() : `${provider}:${claim}`;

const ACTIONS: readonly { readonly weight: number; readonly members: Json }[] = [
  { weight: 30, members: { Action: "sts:AssumeRoleWithWebIdentity" } },
  { weight: 2, members: { Action: ["sts:TagSession", "STS:assumerolewithwebidentity"] } },
  { weight: 1, members: { Action: "sts:*" } },
  { weight: 1, members: { Action: ["sts:Assume*"] } },
  { weight: 1, members: { Action: "sts:TagSession" } },
  { weight: 1, members: { NotAction: "sts:TagSession" } },
];

const arn = (provider: string): string => `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}`;

function principalOf(world: World, draw: Draw): { namesEveryone: boolean; principal: unknown } {
  const kind = draw.below(40);
  const own = arn(world.provider);
  if (kind === 0) {
    return {
      namesEveryone: true,
      principal: draw.of<unknown>(["*", { AWS: "*" }, { Federated: "*" }, { AWS: "*", Federated: own }]),
    };
  }
  if (kind < 3) {
    return { namesEveryone: false, principal: { Federated: [own, arn(draw.of(WORLDS).provider)] } };
  }
  return { namesEveryone: false, principal: { Federated: kind === 3 ? [own] : own } };
}

function statement(draw: Draw): Omit<RandomPolicy, "policy"> & { statement: Json } {
  const world = draw.of(WORLDS);
  const { namesEveryone, principal } = principalOf(world, draw);
  const { members } = draw.weighted(ACTIONS);
  // An identity of Entra has its own client ID.
  const index = draw.below(6);
  const claims = (["aud", "sub"] as const).map((claim) => ({
    claim,
    ...conditionsOn(claim, index, world, draw),
  }));
  const pinsRepository = world === GITHUB && draw.chance(0.1);
  if (pinsRepository) {
    // IAM demands a subject that is not open, and this claim binds the workflow.
    const subjects = ["repo:*", "repo:acme*", "repo:acme/*", `repo:${REPOSITORY}*`];
    claims.splice(1, 1, { claim: "sub", isPlain: true, conditions: [["StringLike", draw.of(subjects)]] });
  }
  const condition: Record<string, Json> = {};
  const add = (operator: string, key: string, values: unknown): void => {
    condition[operator] = { ...condition[operator], [key]: values };
  };
  for (const { claim, conditions } of claims) {
    const key = keyIn(world.provider, claim, draw);
    for (const [operator, values] of conditions) {
      add(operator, key, values);
    }
  }
  if (pinsRepository) {
    const [claim, value] = draw.of([
      ["repository", REPOSITORY],
      ["repository_id", "1001"],
    ] as const);
    const operator = draw.of(["StringEquals", "StringEquals", "StringLike", "StringEqualsIgnoreCase"]);
    add(operator, keyIn(world.provider, claim, draw), draw.chance(0.5) ? value : [value]);
  }
  const pinsApi = world === VERSION_2 && draw.chance(0.1);
  if (pinsApi) {
    add("StringEquals", `${world.provider}:oaud`, APPLICATION.id);
  }
  const other = draw.of(WORLDS);
  if (other !== world && draw.chance(0.03)) {
    add(draw.of(["StringEquals", "StringLike"]), `${other.provider}:sub`, draw.of(other.subjects));
  }
  const isDeny = draw.chance(0.02);
  const isMixed = condition.Null !== undefined && (namesEveryone || JSON.stringify(principal).includes(","));
  const [audience = []] = claims.map((one) => one.conditions);
  const misnames = draw.chance(0.06) ? (MISNAMES.get(world) ?? []) : [];
  const named = misnames.length === 0 ? world.provider : draw.of(misnames);
  const rename = (part: unknown): unknown =>
    JSON.parse(JSON.stringify(part).replaceAll(world.provider, named)) as unknown;
  return {
    hasExactAudiences: isExact(audience),
    namesEveryone: namesEveryone && members.Action !== "sts:TagSession",
    isPlain: !isMixed && !isDeny && !pinsApi && claims.every((one) => one.isPlain),
    statement: {
      Effect: isDeny ? "Deny" : "Allow",
      Principal: rename(principal),
      ...members,
      ...(Object.keys(condition).length === 0 ? {} : { Condition: rename(condition) }),
    },
  };
}

/** A policy of one to three statements, the same for the same number. */
export function randomPolicy(seed: number): RandomPolicy {
  const draw = new Draw(seed);
  const statements = Array.from({ length: draw.of([1, 1, 1, 2, 2, 3]) }, () => statement(draw));
  const [only, ...others] = statements.map((one) => one.statement);
  return {
    isPlain: statements.every(({ isPlain }) => isPlain),
    namesEveryone: statements.some(({ namesEveryone }) => namesEveryone),
    hasExactAudiences: statements.every(({ hasExactAudiences }) => hasExactAudiences),
    policy: {
      Version: "2012-10-17",
      Statement: others.length === 0 && draw.chance(0.5) ? only : [only, ...others],
    },
  };
}

/** A policy of one statement, and where in it the form is. */
export interface Case {
  readonly world: World;
  readonly claim: Claim;
  readonly policy: Readonly<Record<string, unknown>>;
}

/** Each form on each claim of each issuer, with the other claim exact: the smallest policies that show it. */
export function eachCase(): readonly Case[] {
  const draw = new Draw(1);
  return WORLDS.flatMap((world) =>
    (["aud", "sub"] satisfies Claim[]).flatMap((claim) =>
      FORMS.map((form): Case => {
        const [named, others] =
          claim === "aud" ? [world.audiences, world.subjects] : [world.subjects, world.audiences];
        const conditions: Record<string, Json> = {
          StringEquals: { [`${world.provider}:${claim === "aud" ? "sub" : "aud"}`]: others[0] },
        };
        for (const [operator, values] of form.write(named[0] ?? "", named, draw)) {
          conditions[operator] = { ...conditions[operator], [`${world.provider}:${claim}`]: values };
        }
        return {
          world,
          claim,
          policy: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Principal: { Federated: arn(world.provider) },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: conditions,
            },
          },
        };
      }),
    ),
  );
}
