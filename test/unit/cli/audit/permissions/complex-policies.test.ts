/** Policies within IAM's limits that would take hours to compare. Steps are counted, so no test measures time. */
import assert from "node:assert/strict";
import type { Permissions } from "../../../../../cli/audit/audit-report";
import { EffectivePermissions } from "../../../../../cli/audit/permissions/effective";
import { judgePermissions } from "../../../../../cli/audit/permissions/judge-permissions";
import { PolicyReducer } from "../../../../../cli/audit/permissions/policy-facts";
import { watchedAction } from "../../../../../cli/audit/permissions/watched-actions";
import { Work } from "../../../../../cli/audit/permissions/work";
import { allow, policy, ROLE_ARN, roleArn, type Statement } from "../company";

const COMPLEX = "Its policies are too complex to evaluate completely, so it may be able to do more.";

/** As many patterns as fit into so many characters. */
function patterns(size: number, make: (index: number) => string): string[] {
  const found: string[] = [];
  for (let left = size; left > 0; left -= (found.at(-1)?.length ?? 0) + 3) {
    found.push(make(found.length));
  }
  return found;
}

const deny = (kept: readonly string[]): Statement => ({ Effect: "Deny", Action: "*", NotResource: kept });

/** One inline policy of 10 kB, and ten managed ones of 6 kB. */
const SIZES = [10_000, ...Array.from({ length: 10 }, () => 6_000)];

function judged(policies: readonly (readonly Statement[])[], boundary?: readonly Statement[]): Permissions {
  const reducer = new PolicyReducer();
  return judgePermissions({
    arn: ROLE_ARN,
    policies: policies.map((statements, index) => ({
      name: `p${index}`,
      facts: reducer.reduce(policy(...statements)),
    })),
    attached: [],
    missing: [],
    ...(boundary === undefined
      ? {}
      : { boundary: { name: "limit", facts: reducer.reduce(policy(...boundary)) } }),
  });
}

describe("policies that are too complex to compare", () => {
  it("leave the role unknown, whatever they are made of", () => {
    const kinds: Readonly<Record<string, (size: number, place: number) => readonly Statement[]>> = {
      "patterns against exclusions": (size, place) => [
        allow(
          "*",
          patterns(size / 2, (index) => `arn:aws:iam::*:role/a*b${place}${index}*c*`),
        ),
        deny(patterns(size / 2, (index) => `arn:aws:iam::*:role/*b*c${place}${index}*`)),
      ],
      "several exclusions": (size, place) => [
        allow(
          "*",
          patterns(size / 2, (index) => `*a*${place}${index}*`),
        ),
        ...[1, 2, 3].map((number) => deny(patterns(size / 6, (index) => `*${place}${number}*${index}*b*`))),
      ],
      "long runs of wildcards": (size) => [
        allow("iam:*", [`${"*".repeat(size / 2)}x`, `${"?*".repeat(size / 8)}z`]),
        deny([`${"*?".repeat(size / 6)}y`]),
      ],
    };
    for (const [name, make] of Object.entries(kinds)) {
      const { power, notSeen } = judged(SIZES.map(make));
      assert.deepEqual([power, notSeen.includes(COMPLEX)], ["unknown", true], name);
      assert.deepEqual(judged(SIZES.map(make)).notSeen, notSeen, name);
    }
  });

  it("leave the role unknown by a boundary too", () => {
    const wide = patterns(6_000, (index) => `*r*${index}*`);
    const { power } = judged([[allow("*", wide)]], [allow("*", wide)]);
    assert.equal(power, "unknown");
  });

  it("leave the role unknown if their actions are patterns of all services", () => {
    const { power, notSeen } = judged([[allow(patterns(6_000, (index) => `*${index}*a*e*t*`))]]);
    assert.deepEqual([power, notSeen], ["unknown", ["The policy p0 is too complex to evaluate."]]);
  });

  it("leave the role unknown if they have more patterns of names than can be compared with an account", () => {
    const names = patterns(6_000, (index) => `arn:aws:iam::*:role/*r*${index}*`);
    assert.equal(judged([[allow("iam:PassRole", names)]]).power, "unknown");
  });

  it("do not hide an administrator", () => {
    const { power } = judged([
      [allow("*")],
      [
        allow(
          "iam:PassRole",
          patterns(6_000, (index) => `arn:aws:iam::*:role/*r*${index}*`),
        ),
      ],
    ]);
    assert.equal(power, "administrator");
  });

  it("take no more steps than there are", () => {
    const reducer = new PolicyReducer();
    const facts = reducer.reduce(
      policy(
        allow(
          "*",
          patterns(5_000, (index) => `*a*${index}*`),
        ),
        deny(patterns(5_000, (index) => `*b*${index}*`)),
      ),
    );
    const effective = new EffectivePermissions([facts], undefined, "111122223333", new Work(1_000));
    assert.deepEqual(effective.on(watchedAction("s3:GetObject")).grants, []);
    assert.equal(effective.work.isSpent, true);
  });
});

describe("policies of a large role", () => {
  it("are evaluated completely", () => {
    const buckets = Array.from({ length: 150 }, (_, index) => `arn:aws:s3:::team-${index}-data/*`);
    const roles = Array.from({ length: 60 }, (_, index) => roleArn(`team-${index}`));
    const { power, notSeen } = judged(
      [
        [allow(["s3:*Object", "s3:ListBucket"], buckets)],
        [allow("iam:PassRole", roles)],
        [deny([...buckets.slice(10), "arn:aws:iam::*:role/team-*", "arn:aws:s3:::team-*"])],
      ],
      [allow("*", ["arn:aws:s3:::*", "arn:aws:iam::111122223333:*"])],
    );
    assert.deepEqual([power, notSeen], ["data", []]);
  });
});

describe("the work of a role", () => {
  it("is spent once more steps are taken than there are, and stays so", () => {
    const work = new Work(10);
    assert.deepEqual([work.spend(10), work.isSpent], [true, false]);
    assert.deepEqual([work.spend(1), work.isSpent, work.spend(0)], [false, true, false]);
  });
});
