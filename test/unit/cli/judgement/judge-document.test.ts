import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeDocument } from "../../../../cli/judgement/judge-document";
import { NotKnown } from "../../../../cli/judgement/not-known";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";

type Json = Record<string, unknown>;

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

const generated = fc.record({
  Version: fc.constantFrom("2012-10-17", "2012-10-17", "@A"),
  Statement: fc.oneof(
    { weight: 9, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constant("@A") },
  ),
});

/** What an unknown may turn out to be. */
const outcome = fc.constantFrom<unknown>(
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
function put(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
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

function judge(document: unknown): string {
  const notKnown = new NotKnown();
  const marks = { "@A": notKnown.mark("A"), "@B": notKnown.mark("B") };
  return judgeDocument({ document: put(document, marks), account: undefined }, notKnown).verdict;
}

describe("judging what is not wholly known", () => {
  it("accepts only what is right whatever the unknown values are", () => {
    let accepted = 0;
    fc.assert(
      fc.property(generated, outcome, outcome, (document, a, b) => {
        if (judge(document) === "accepted") {
          accepted++;
          const real = put(document, { "@A": a, "@B": b });
          const open = judgeTrustPolicy(real).findings.filter(
            ({ effect, severity }) => severity === "violation" && effect === "anyone could get in",
          );
          assert.deepEqual(open, [], JSON.stringify(real));
        }
      }),
      { numRuns: 20_000, seed: 20_260_301 },
    );
    assert.ok(accepted > 1000, `only ${accepted} were accepted`);
  });

  it("does not reject what is right for some of them", () => {
    fc.assert(
      fc.property(generated, outcome, outcome, (document, a, b) => {
        const real = put(document, { "@A": a, "@B": b });
        if (JSON.stringify(real) !== JSON.stringify(document) && judgeTrustPolicy(real).accepted) {
          assert.notEqual(judge(document), "rejected", JSON.stringify({ document, real }));
        }
      }),
      { numRuns: 20_000, seed: 20_260_302 },
    );
  });

  it("says in its findings what is not known by its expression", () => {
    const notKnown = new NotKnown();
    const provider = notKnown.mark("Ref Provider");
    const document: Json = policy({ Principal: { Federated: provider }, Condition: undefined });
    const { verdict, findings } = judgeDocument({ document, account: undefined }, notKnown);
    assert.equal(verdict, "rejected");
    assert.equal(findings[0]?.found, "no condition on <Ref Provider>:aud");
  });

  it("judges a policy that is a text by its parts, and one that is no JSON not at all", () => {
    const notKnown = new NotKnown();
    const mark = notKnown.mark("Ref Name");
    const verdict = (document: string): string =>
      judgeDocument({ document, account: undefined }, notKnown).verdict;
    assert.equal(verdict(JSON.stringify(policy({ Sid: mark }))), "accepted");
    assert.equal(verdict(JSON.stringify(policy({ Sid: mark, Condition: {} }))), "rejected");
    assert.equal(verdict(`{"Statement": ${mark}}`), "unknown");
  });

  it("rejects a text in which a member comes twice, whatever the unknown values are", () => {
    const notKnown = new NotKnown();
    const right = JSON.stringify(policy({ Sid: notKnown.mark("Ref Name") }));
    const judgeText = (document: string) => judgeDocument({ document, account: undefined }, notKnown);
    assert.equal(judgeText(right).verdict, "accepted");
    const { verdict, findings } = judgeText(
      right.replace(
        '"Condition":',
        `"Condition":{"Null":{"${notKnown.mark("Ref Key")}":"true"}},"Condition":`,
      ),
    );
    assert.equal(verdict, "rejected");
    assert.deepEqual(
      findings.map(({ found, effect, path }) => [found, effect, path]),
      [['the member "Condition" twice in one object', "anyone could get in", ["Statement", 0, "Condition"]]],
    );
  });

  it("says nothing of a policy that has a mark's characters of its own: IAM takes none of them", () => {
    const notKnown = new NotKnown();
    const forged = policy({ Principal: { Federated: PROVIDER_ARN, AWS: "\uE0000\uE001" } });
    for (const document of [forged, JSON.stringify(forged)]) {
      const { verdict, unknown } = judgeDocument({ document, account: undefined }, notKnown);
      assert.equal(verdict, "unknown");
      assert.deepEqual(unknown, ["a character that IAM does not take"]);
    }
  });
});
