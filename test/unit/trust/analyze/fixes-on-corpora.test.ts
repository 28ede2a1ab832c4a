/** Every fix that is printed, applied by program, and the policy judged again. */
import assert from "node:assert/strict";
import {
  asList,
  compareRoleReach,
  isObject,
  judgeTrustPolicy,
  statementAfter,
  type TrustFinding,
  type TrustFix,
} from "../../../../trust";
import { corpus } from "../corpus/corpus";

type Json = Record<string, unknown>;

interface Policy {
  readonly name: string;
  readonly statements: readonly Json[];
}

/** Plausible exact values for what only the reader knows. */
function filled(text: string): string {
  return text.replace(/<[^<>]*>/g, (placeholder) =>
    placeholder.includes("URI")
      ? "api://orders"
      : placeholder.includes("unique ID")
        ? "123456789012345678901"
        : placeholder.includes("ID")
          ? "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e"
          : "name1",
  );
}

function filledFix(fix: TrustFix): TrustFix {
  const kept = new Set([fix.replace, ...(fix.alsoReplace ?? [])].flatMap((one) => one?.values ?? []));
  const conditions = Object.entries(fix.conditions).map(([key, values]): [string, string | string[]] => {
    const all = [values].flat().map((value) => (kept.has(value) ? value : filled(value)));
    return [key, typeof values === "string" ? (all[0] ?? "") : all];
  });
  return { ...fix, conditions: Object.fromEntries(conditions) };
}

function withFixes(statements: readonly Json[], findings: readonly TrustFinding[]): Json[] {
  return findings.reduce<Json[]>(
    (all, { fix, statement }) =>
      all.map((own, index) =>
        fix !== undefined && index === statement ? statementAfter(own, filledFix(fix)) : own,
      ),
    [...statements],
  );
}

const judge = (statements: readonly Json[]) =>
  judgeTrustPolicy({ Version: "2012-10-17", Statement: statements });

/** What fixes do that they must not. */
function wrongFixes({ name, statements }: Policy): string[] {
  const { accepted, findings, reach } = judge(statements);
  const violations = findings.filter(({ severity }) => severity === "violation");
  const fixable = violations.filter(({ fix }) => fix !== undefined);
  const wrong: string[] = [];
  for (const finding of findings.filter(({ fix }) => fix !== undefined)) {
    const after = judge(withFixes(statements, [finding])).reach;
    if (after !== "exact" && compareRoleReach(after, reach) < 0) {
      wrong.push(`${name}: ${String(reach)} becomes ${String(after)} by ${finding.remedy ?? ""}`);
    }
  }
  const whole = judge(withFixes(statements, fixable));
  if (!accepted && fixable.length === violations.length && !whole.accepted) {
    const [left] = whole.findings.filter(({ severity }) => severity === "violation");
    wrong.push(`${name}: ${left?.message ?? ""} after ${fixable.map(({ remedy }) => remedy).join(" ")}`);
  }
  return wrong;
}

/** The same policy with another condition in place of each. */
function mutated(
  { name, statements }: Policy,
  what: string,
  change: (operator: string, key: string) => readonly [operator: string, key: string] | undefined,
): Policy {
  return {
    name: `${name}, ${what}`,
    statements: statements.map((statement) => {
      const condition: Record<string, Json> = {};
      for (const [operator, block] of Object.entries(
        isObject(statement.Condition) ? statement.Condition : {},
      )) {
        for (const [key, values] of Object.entries(isObject(block) ? block : {})) {
          const changed = change(operator, key);
          if (changed !== undefined) {
            (condition[changed[0]] ??= {})[changed[1]] = values;
          }
        }
      }
      return { ...statement, Condition: condition };
    }),
  };
}

const policies: readonly Policy[] = corpus.map(({ id, statement }) => ({
  name: id,
  statements: asList(statement) as Json[],
}));

const claimOf = (key: string): string => key.slice(key.lastIndexOf(":") + 1);
const providerOf = (key: string): string => key.slice(0, key.lastIndexOf(":"));

/** Mistakes that people make in keys and operators, by name. */
const MISTAKES: readonly (readonly [
  name: string,
  change: (operator: string, key: string) => readonly [string, string] | undefined,
])[] = [
  ["without an audience", (operator, key) => (claimOf(key) === "aud" ? undefined : [operator, key])],
  ["without a subject", (operator, key) => (claimOf(key) === "sub" ? undefined : [operator, key])],
  ["with a short name in all keys", (operator, key) => [operator, `oidc:${claimOf(key)}`]],
  [
    "with a scheme in the key of the audience",
    (operator, key) => [operator, claimOf(key) === "aud" ? `https://${key}` : key],
  ],
  [
    "with a scheme in the key of the audience, and no subject",
    (operator, key) => (claimOf(key) === "aud" ? [operator, `https://${key}`] : undefined),
  ],
  [
    "with an ARN in the key of the subject, and no audience",
    (operator, key) =>
      claimOf(key) === "sub"
        ? [operator, `arn:aws:iam::111122223333:oidc-provider/${providerOf(key)}:sub`]
        : undefined,
  ],
  ["with a slash too many in all keys", (operator, key) => [operator, `${providerOf(key)}/:${claimOf(key)}`]],
  ["with IfExists", (operator, key) => [`${operator.replace(/IfExists$/, "")}IfExists`, key]],
  ["with negated operators", (operator, key) => [operator.replace(/^String/, "StringNot"), key]],
];

describe("the fixes of findings", () => {
  it("are never refused and never open a role, on public policies", () => {
    assert.deepEqual(policies.flatMap(wrongFixes), []);
    const rejected = policies.filter(({ statements }) => !judge(statements).accepted);
    const without = rejected.filter(({ statements }) =>
      judge(statements).findings.every(({ fix }) => fix === undefined),
    );
    assert.ok(rejected.length > 200 && without.length < 10, `${without.length} of ${rejected.length}`);
  });

  for (const [what, change] of MISTAKES) {
    it(`are never refused and never open a role, on public policies ${what}`, function () {
      this.timeout(60_000);
      assert.deepEqual(
        policies.flatMap((policy) => wrongFixes(mutated(policy, what, change))),
        [],
      );
    });
  }

  it("correct a provider's name only if it is then closed, whatever keeps another one of the statement out", () => {
    const wrong = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
    const remedies = (sub: string, ...others: readonly string[]) =>
      judge([
        {
          Effect: "Allow",
          Principal: {
            Federated: [wrong, ...others].map((name) => `arn:aws:iam::111122223333:oidc-provider/${name}`),
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringLike: { [`${wrong}:aud`]: "api://orders", [`${wrong}:sub`]: sub } },
        },
      ])
        .findings.filter(({ code }) => code === "provider-name-differs")
        .map(({ remedy }) => remedy);
    const rename = `In the principal and the condition keys of the statement, replace ${wrong} with ${wrong}/.`;
    const subject = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    const gitHub = "token.actions.githubusercontent.com";
    assert.deepEqual(remedies(subject), [rename]);
    assert.deepEqual(remedies(subject, gitHub), [rename]);
    assert.deepEqual(remedies("*"), [undefined]);
    assert.deepEqual(remedies("*", gitHub), [undefined]);
  });

  it("rename a key and pin the missing subject in one step", () => {
    const arn = "arn:aws:iam::111122223333:oidc-provider/gitlab.com";
    const [finding] = judge([
      {
        Effect: "Allow",
        Principal: { Federated: arn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "gitlab:aud": "https://gitlab.com" } },
      },
    ]).findings;
    assert.deepEqual([finding?.code, finding?.reach], ["condition-key-foreign", "nobody"]);
    assert.equal(
      finding?.remedy,
      'Replace "StringEquals": {"gitlab:aud": "https://gitlab.com"} with "StringEquals": {"gitlab.com:aud": "https://gitlab.com", "gitlab.com:sub": "project_path:<group>/<project>:ref_type:branch:ref:<branch>"}.',
    );
  });
});
