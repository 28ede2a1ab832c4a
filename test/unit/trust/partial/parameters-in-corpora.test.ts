/** A value that becomes a parameter: what the file does not show is unknown, not a worst case. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { describeMarks, judgePartialPolicy, judgeTrustPolicy, unknownMark } from "../../../../trust";
import { corpus } from "../corpus/corpus";

type Path = readonly (string | number)[];

/** The ways to all strings in a value. Member names are no values. */
function stringsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") {
    return [path];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, member]) =>
        stringsOf(member, [...path, Array.isArray(value) ? Number(name) : name]),
      )
    : [];
}

function replaced(value: unknown, [step, ...rest]: Path, by: (text: string) => unknown): unknown {
  if (step === undefined) {
    return by(String(value));
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? replaced(item, rest, by) : (item as unknown)));
  }
  const object = value as Record<string, unknown>;
  return { ...object, [step]: replaced(object[step], rest, by) };
}

/** What of a string becomes a parameter: the part between two places, from 0 (its beginning) to 1 (its end). */
const part = fc.constantFrom([0, 1], [0, 0.5], [0.5, 1], [0.3, 0.7], [0.95, 1]);

const choices = fc.array(fc.record({ at: fc.nat(), part }), { minLength: 1, maxLength: 4 });

interface Choice {
  readonly at: number;
  readonly part: number[];
}

/** A policy in which some strings have become parameters. No string does so twice. */
function parameterized(
  document: unknown,
  chosen: readonly Choice[],
  by: (text: string, from: number, to: number, name: string) => unknown,
): { readonly document: unknown; readonly paths: readonly Path[] } {
  const places = stringsOf(document);
  const paths = [...new Set(chosen.map(({ at }) => at % places.length))].map((at) => places[at] ?? []);
  const all = paths.reduce((policy, path, index) => {
    const [from = 0, to = 1] = chosen[index]?.part ?? [];
    return replaced(policy, path, (text) =>
      by(text, Math.floor(from * text.length), Math.ceil(to * text.length), `P${index}`),
    );
  }, document);
  return { document: all, paths };
}

const marked = (text: string, from: number, to: number, name: string): string =>
  text.slice(0, from) + unknownMark(`Ref ${name}`) + text.slice(to);

/** The same by what CloudFormation has. */
const substituted = (text: string, from: number, to: number, name: string): unknown =>
  from === 0 && to === text.length
    ? { Ref: name }
    : { "Fn::Sub": `${escaped(text.slice(0, from))}\${${name}}${escaped(text.slice(to))}` };

function escaped(text: string): string {
  return text.replaceAll("${", "${!");
}

const isViolation = ({ severity }: { readonly severity: string }): boolean => severity === "violation";

describe("a public trust policy in which values became parameters", () => {
  const policies = corpus.map(({ id, statement }) => ({
    id,
    document: { Version: "2012-10-17", Statement: statement },
  }));
  const accepted = policies.filter(({ document }) => {
    const verdict = judgeTrustPolicy(document);
    return verdict.accepted && verdict.reach !== "nobody";
  });
  const rejected = policies.filter(({ document }) => !judgeTrustPolicy(document).accepted);

  it("is accepted or unknown if it was accepted", function () {
    this.timeout(120_000);
    const wrong: string[] = [];
    fc.assert(
      fc.property(choices, fc.nat(), (chosen, first) => {
        for (let each = 0; each < 20; each++) {
          const { id, document } = accepted[(first + each * 31) % accepted.length] ?? {
            id: "",
            document: {},
          };
          const { verdict, findings } = judgePartialPolicy(parameterized(document, chosen, marked).document);
          if (verdict === "rejected") {
            wrong.push(`${id} ${JSON.stringify(chosen)} ${findings.find(isViolation)?.message ?? ""}`);
          }
        }
      }),
      { numRuns: 250, seed: 20_261_130 },
    );
    assert.deepEqual(wrong, []);
  });

  it("is so in a CloudFormation template too, and a literal value gives the verdict of the policy", function () {
    this.timeout(120_000);
    const wrong: string[] = [];
    const verdictOf = (document: unknown): string | undefined => {
      const template = {
        Parameters: Object.fromEntries([0, 1, 2, 3].map((index) => [`P${index}`, { Type: "String" }])),
        Resources: {
          Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } },
        },
      };
      return judgeText("template.json", JSON.stringify(template)).roles[0]?.verdict;
    };
    fc.assert(
      fc.property(choices, fc.nat(), (chosen, first) => {
        const { id, document } = accepted[first % accepted.length] ?? { id: "", document: {} };
        assert.equal(verdictOf(document), "accepted", id);
        const verdict = verdictOf(parameterized(document, chosen, substituted).document);
        if (verdict !== "accepted" && verdict !== "unknown") {
          wrong.push(`${id} ${JSON.stringify(chosen)} ${String(verdict)}`);
        }
      }),
      { numRuns: 500, seed: 20_261_131 },
    );
    assert.deepEqual(wrong, []);
  });

  it("stays rejected if no violation is about these values", function () {
    this.timeout(120_000);
    const wrong: string[] = [];
    let stayed = 0;
    fc.assert(
      fc.property(choices, fc.nat(), (chosen, first) => {
        for (let each = 0; each < 20; each++) {
          const { id, document } = rejected[(first + each * 31) % rejected.length] ?? {
            id: "",
            document: {},
          };
          const before = judgeTrustPolicy(document).findings.filter(isViolation);
          const { document: partial, paths } = parameterized(document, chosen, marked);
          // A value of the claim itself, of one that can stand in for it, or of the statement around it can mend the claim.
          const isInvolved = paths.some(
            (path) => path[2] !== "Condition" || !/:(aud|oaud)$|^aws:/.test(String(path[4])),
          );
          const ofSubject = before.some(({ key }) => key?.endsWith(":sub") === true);
          if (isInvolved || !ofSubject || before.some(({ provider }) => provider === "accounts.google.com")) {
            continue;
          }
          stayed++;
          if (judgePartialPolicy(partial).verdict !== "rejected") {
            wrong.push(`${id} ${JSON.stringify(chosen)} ${before[0]?.message ?? ""}`);
          }
        }
      }),
      { numRuns: 250, seed: 20_261_132 },
    );
    assert.deepEqual(wrong, []);
    assert.ok(stayed > 100, `only ${stayed}`);
  });

  it("has the reach that every value leaves, and the worst one beside it", () => {
    const provider = "token.actions.githubusercontent.com";
    const policy = (
      sub: string,
      Federated = `arn:aws:iam::111122223333:oidc-provider/${provider}`,
    ): unknown => ({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { [`${provider}:sub`]: sub } },
      },
    });
    const reaches = (document: unknown): unknown[] => {
      const { verdict, reach, possibleReach } = judgePartialPolicy(document);
      return [verdict, reach, possibleReach];
    };
    const mark = unknownMark("Ref Organization");
    assert.deepEqual(reaches(policy(`repo:${mark}/app:*`)), ["rejected", "replay", "anyone"]);
    assert.deepEqual(reaches(policy("repo:acme/*")), ["rejected", "tenant", undefined]);
    assert.deepEqual(reaches(policy(`repo:acme/${mark}`)), ["rejected", "replay", "anyone"]);
    assert.deepEqual(reaches(policy("*", mark)), ["rejected", "anyone", undefined]);
    assert.equal(describeMarks(mark), "<Ref Organization>");
  });

  it("is open to a tenant, not to anyone, if only the tenant's provider is a reference", () => {
    const name = "sts.windows.net/0e5f1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
    const { verdict, reach, possibleReach } = judgePartialPolicy({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: unknownMark("aws_iam_openid_connect_provider.fabric.arn") },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${name}:aud`]: "api://orders" } },
      },
    });
    assert.deepEqual([verdict, reach, possibleReach], ["rejected", "tenant", "anyone"]);
  });
});
