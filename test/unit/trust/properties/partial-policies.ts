/** Partly known policies made by chance: `@A` and `@B` stand for unknown parts. */
import fc from "fast-check";
import { AUD, AUDIENCE, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";

/** A place of a policy that may be known or not; unknown is written `@<name>`. */
const text = (...known: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...known, "@A", "@B", "x-@A", "@A:@B");

const condition = fc.dictionary(
  fc.constantFrom(
    "StringEquals",
    "StringLike",
    "StringEqualsIfExists",
    "ForAllValues:StringEquals",
    "Null",
    "@A",
  ),
  fc.oneof(
    fc.dictionary(
      fc.constantFrom(AUD, SUB, "@A:sub", "@A", "sts.windows.net/@B/:aud", "aws:SourceIp"),
      fc.oneof(text(AUDIENCE, SUBJECT, "*", "false"), fc.array(text(SUBJECT, "*"), { maxLength: 2 })),
      { maxKeys: 3 },
    ),
    fc.constant("@B"),
  ),
  { maxKeys: 3 },
);

const statement = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        Effect: fc.constantFrom("Allow", "Allow", "Deny", "@A"),
        Principal: fc.oneof(
          fc.record({
            Federated: text(
              PROVIDER_ARN,
              "arn:aws:iam::@A:oidc-provider/@B",
              `arn:aws:iam::111122223333:oidc-provider/@A`,
            ),
          }),
          fc.record({ Federated: fc.constant(PROVIDER_ARN), AWS: text("arn:aws:iam::111122223333:root") }),
          fc.record({ Service: text("ec2.amazonaws.com") }),
          fc.constantFrom("@A", "*"),
        ),
        Action: fc.constantFrom("sts:AssumeRoleWithWebIdentity", "sts:AssumeRole", "sts:*", "@A", "sts:@B"),
        Condition: fc.oneof({ weight: 9, arbitrary: condition }, { weight: 1, arbitrary: fc.constant("@A") }),
      },
      { requiredKeys: ["Effect", "Principal", "Action"] },
    ),
  },
  { weight: 1, arbitrary: fc.constant("@B") },
);

/** Policies with unknown parts in any place. */
export const partialPolicies = fc.record({
  Version: fc.constantFrom("2012-10-17", "2012-10-17", "@A"),
  Statement: fc.oneof(
    { weight: 9, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constant("@A") },
  ),
});

/** What an unknown may turn out to be. */
export const outcomes = fc.constantFrom<unknown>(
  SUBJECT,
  AUDIENCE,
  PROVIDER,
  PROVIDER_ARN,
  "*",
  `\${${SUB}}`,
  "Allow",
  "sts:AssumeRoleWithWebIdentity",
  "StringLike",
  SUB,
  "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
  "111122223333",
  {},
  "2012-10-17",
  ["*"],
);

/** Puts values in the place of unknowns. Within a longer text and in names only a text can stand. */
export function put(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  const within = (part: string): string =>
    part.replace(/@[AB]/g, (name) => (typeof values[name] === "string" ? values[name] : "x"));
  if (typeof value === "string") {
    return Object.hasOwn(values, value) ? values[value] : within(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => put(item, values));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [within(name), put(item, values)]))
    : value;
}
