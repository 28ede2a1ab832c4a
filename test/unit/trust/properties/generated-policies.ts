/** Trust policies as people write them and as they mistake them, for property tests. */
import fc from "fast-check";
import type { Token } from "../../../model/iam";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const ACCOUNT = "111122223333";

export const entra = `sts.windows.net/${TENANT}/`;
const entraWithoutSlash = `sts.windows.net/${TENANT}`;
const entraV2 = `login.microsoftonline.com/${TENANT}/v2.0`;
const gitHub = "token.actions.githubusercontent.com";
const google = "accounts.google.com";
const facebook = "graph.facebook.com";

const arn = (provider: string): string => `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}`;

const AUDIENCE = `api://${TENANT}/app`;
const SUBJECT = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
const REPOSITORY = "repo:owner/name:ref:refs/heads/main";

/** Texts that policies ask for and tokens claim: alike enough for each mistake to let the wrong one in. */
const texts: readonly string[] = [
  AUDIENCE,
  AUDIENCE.toUpperCase(),
  `${AUDIENCE}2`,
  SUBJECT,
  SUBJECT.toUpperCase(),
  "1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f",
  REPOSITORY,
  "repo:owner/name2:ref:refs/heads/main",
  "repo:owner2/name:environment:live",
  "$",
];
const patterns = [
  "*",
  "?*",
  "repo:owner/name:*",
  "repo:owner/*",
  "repo:*/name:ref:refs/heads/main",
  "repo:owner/name*",
  `${AUDIENCE}*`,
  `${AUDIENCE}?`,
  `${SUBJECT.slice(0, 35)}?`,
  "${*}",
  "${$}",
  "repo:owner/name:${*}",
  `\${${entra}:sub}`,
  `\${${entra}:aud}`,
  `\${${gitHub}:sub}`,
  "${aws:username, '" + SUBJECT + "'}",
  "${",
  "",
];

const claimNames = ["aud", "sub", "amr", "app_id", "id"];
const providers = [entra, entraWithoutSlash, entraV2, gitHub, google, facebook];

/** What STS fills of a token: Facebook's has names of its own for the two claims. */
const token = (provider: string, aud: string | string[], sub: string): Token => ({
  provider,
  claims: provider === facebook ? { app_id: aud, id: sub } : { aud, sub, amr: ["authenticated"] },
});

function withoutOneClaim({ provider, claims }: Token): Token[] {
  return Object.keys(claims).map((missing) => ({
    provider,
    claims: Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== missing)),
  }));
}

/** Tokens of every issuer: right in both texts, in one, in none, and with two audiences, with a claim too few. */
export const tokens: readonly Token[] = [entra, entraV2, gitHub, google, facebook].flatMap((provider) => [
  ...texts.flatMap((aud, index) =>
    [SUBJECT, REPOSITORY, texts[(index * 3 + 1) % texts.length] ?? ""].map((sub) =>
      token(provider, aud, sub),
    ),
  ),
  ...texts.map((sub) => token(provider, AUDIENCE, sub)),
  token(provider, [AUDIENCE, "other"], SUBJECT),
  token(provider, ["other", "another"], SUBJECT),
  // STS refuses a token that lacks a claim; a policy that leans on that is not accepted all the same.
  ...withoutOneClaim(token(provider, AUDIENCE, SUBJECT)),
]);

const plain = ["StringEquals", "StringLike", "StringEqualsIgnoreCase"];
const others = [
  "StringNotEquals",
  "StringNotLike",
  "StringNotEqualsIgnoreCase",
  "ArnLike",
  "ArnNotEquals",
  "Bool",
];
const operator = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...plain) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "ForAllValues:", "ForAnyValue:"),
        fc.constantFrom(...plain, ...others),
        fc.constantFrom("", "IfExists"),
      )
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom("Null", "ForAllValues:Null", "NullIfExists", "stringEquals") },
);

const key = fc
  .tuple(
    fc.constantFrom(...providers, entra, entra, gitHub),
    fc.constantFrom(...claimNames, "sub", "sub", "aud"),
  )
  .chain(([provider, claim]) => {
    const name = `${provider}:${claim}`;
    return fc.constantFrom(name, name, name, name.toUpperCase(), `https://${name}`, "aws:SourceIp");
  });

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: fc.constantFrom(...patterns) },
);
const values = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.array(text, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>("true", "false", false, true, ["true", "false"], 1, null),
  },
);

type Block = Record<string, unknown>;
type Conditions = Record<string, Block>;

/** What a careful person writes, for one provider. */
const careful = fc.constantFrom<readonly [provider: string, conditions: Conditions]>(
  [entra, { StringEquals: { [`${entra}:aud`]: AUDIENCE, [`${entra}:sub`]: SUBJECT } }],
  [entra, { StringEquals: { [`${entra}:AUD`]: [AUDIENCE, `${AUDIENCE}2`], [`${entra}:sub`]: [SUBJECT] } }],
  [entraV2, { StringEquals: { [`${entraV2}:aud`]: SUBJECT, [`${entraV2}:sub`]: SUBJECT } }],
  [
    gitHub,
    {
      StringEquals: { [`${gitHub}:aud`]: AUDIENCE },
      StringLike: { [`${gitHub}:sub`]: "repo:owner/name:*" },
    },
  ],
  [google, { StringEquals: { [`${google}:aud`]: AUDIENCE }, StringLike: { [`${google}:sub`]: SUBJECT } }],
  [facebook, { StringEquals: { [`${facebook}:app_id`]: AUDIENCE, [`${facebook}:id`]: SUBJECT } }],
);

const addition = fc.tuple(operator, key, values);

/** What people add so that a claim must be there, right and wrong. */
const presence = fc.constantFrom<readonly [operator: string, value: unknown] | undefined>(
  ...Array<undefined>(8).fill(undefined),
  ["Null", "false"],
  ["Null", false],
  ["Null", "true"],
  ["Null", ["true", "false"]],
  ["ForAllValues:Null", "false"],
);

/** Careful conditions with members left out and others put in their place or beside. */
const conditions = (base: Conditions): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...Array<string>(8).fill(""), "aud", "sub", "all"),
      fc.array(addition, { maxLength: 3 }),
      fc.constantFrom(...Array<string>(8).fill(""), "ForAllValues:", "ForAnyValue:", "IfExists"),
      presence,
    )
    .map(([dropped, additions, form, must]) => {
      const made: Conditions = {};
      for (const [name, block] of Object.entries(base)) {
        const kept = Object.entries(block).filter(
          ([k]) => dropped !== "all" && (dropped === "" || !k.toLowerCase().endsWith(`:${dropped}`)),
        );
        if (must !== undefined) {
          made[must[0]] = { ...made[must[0]], ...Object.fromEntries(kept.map(([k]) => [k, must[1]])) };
        }
        made[form === "IfExists" ? `${name}IfExists` : `${form}${name}`] = Object.fromEntries(kept);
      }
      for (const [name, k, value] of additions) {
        made[name] = { ...made[name], [k]: value };
      }
      return made;
    });

const WEB_IDENTITY = { Action: "sts:AssumeRoleWithWebIdentity" };
const action = fc.constantFrom<Block>(
  ...Array<Block>(12).fill(WEB_IDENTITY),
  { Action: ["sts:TagSession", "STS:assumerolewithwebidentity"] },
  { Action: "sts:*" },
  { Action: ["sts:Assume*"] },
  { Action: "*" },
  { Action: "sts:TagSession" },
  { NotAction: "sts:TagSession" },
  { NotAction: ["sts:AssumeRole*"] },
);

const principal = (provider: string): fc.Arbitrary<Block> => {
  const own = { Principal: { Federated: arn(provider) } };
  return fc.constantFrom<Block>(
    ...Array<Block>(16).fill(own),
    { Principal: { Federated: provider === google || provider === facebook ? provider : [arn(provider)] } },
    { Principal: { Federated: [arn(provider), arn(gitHub)] } },
    { Principal: { Federated: "*" } },
    { Principal: { AWS: "*" } },
    { Principal: { Service: "ec2.amazonaws.com" } },
    { Principal: "*" },
    { NotPrincipal: { Federated: arn(gitHub) } },
  );
};

const statement = careful.chain(([provider, base]) =>
  fc
    .tuple(
      fc.constantFrom(...Array<string>(12).fill("Allow"), "Deny", "allow"),
      principal(provider),
      action,
      conditions(base),
    )
    .map(([Effect, who, what, Condition]): Block => ({ Effect, ...who, ...what, Condition })),
);

const version = fc.constantFrom<Block>(
  { Version: "2012-10-17" },
  { Version: "2012-10-17" },
  { Version: "2008-10-17" },
  {},
);

/** A policy as an object. */
export const policy: fc.Arbitrary<Block> = fc
  .tuple(
    version,
    fc.oneof({ weight: 3, arbitrary: statement }, fc.array(statement, { minLength: 1, maxLength: 2 })),
  )
  .map(([head, Statement]) => ({ ...head, Statement }));
