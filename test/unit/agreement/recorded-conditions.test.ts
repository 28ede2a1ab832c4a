/** Which conditions held in the real IAM, compared with the lab's evaluator, with the model, and with `explain`. */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { INSTALL_LIMIT, labPython } from "../../../lab/testing/lab-python";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { compareToken } from "../../../trust";
import { admits } from "../../model/iam";
import recording from "./condition-answers.json";

type Given = string | readonly string[] | Readonly<Record<string, string>> | null;
type Row = readonly [operator: string, wanted: string, given: Given, holds: boolean];

const { text, simulated, typed, list, presence, variables, listVariables } = recording as unknown as Record<
  "text" | "simulated" | "typed" | "list" | "presence" | "variables" | "listVariables",
  readonly Row[]
>;
const ROWS = [text, simulated, typed, list, presence, variables, listVariables].flat();

/** Evaluates rows of operator, key, value, and context with the lab's Python. */
const EVALUATE = `
import json, sys
from ministack.core import iam_evaluator
from ministack_gaps import condition_operators, policy_variables
condition_operators.close()
def holds(operator, key, wanted, keys):
    context = iam_evaluator.EvalContext(
        principal_arn="", principal_type="", principal_account="", action="", resource_arn="", region="",
        service_context={name.lower(): value for name, value in keys.items()})
    policy = {"Version": "2012-10-17", "Statement": [{"Condition": {operator: {key: wanted}}}]}
    condition = policy_variables.resolved(json.dumps(policy), context)["Statement"][0]["Condition"]
    return iam_evaluator._conditions_met(condition, context)
print(json.dumps([holds(*row) for row in json.load(sys.stdin)]))
`;

const nameOf = ([operator, wanted, given]: Row): string => JSON.stringify([operator, wanted, given]);

/** What the request has under the names of tags, and under the key with a list. */
function requestOf([, , given]: Row): { tags: Readonly<Record<string, string>>; names: readonly string[] } {
  if (given === null) {
    return { tags: {}, names: [] };
  }
  if (typeof given === "string") {
    return { tags: { value: given }, names: [] };
  }
  return given instanceof Array ? { tags: {}, names: given } : { tags: given, names: Object.keys(given) };
}

/** The tag that a row compares; `undefined` for the key with a list. */
function tagOf([, , given]: Row): string | undefined {
  if (given instanceof Array) {
    return undefined;
  }
  return typeof given === "object" && given !== null && "team" in given ? "team" : "value";
}

const ISSUER = "issuer.example/recorded";
const ARN = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

/** Claims in place of the recorded tags. AWS fills each of them for an issuer of its own. */
const CLAIMS: Readonly<Record<string, string>> = { value: "email", team: "email", pattern: "aud" };

function claimsOf(row: Row): Readonly<Record<string, string | readonly string[]>> {
  const { tags, names } = requestOf(row);
  const claims = Object.entries(tags).flatMap(([tag, value]) => {
    const claim = CLAIMS[tag];
    return claim === undefined ? [] : [[claim, value] as const];
  });
  return { ...Object.fromEntries(claims), ...(names.length === 0 ? {} : { amr: names }) };
}

function conditionOf(row: Row): object {
  const [operator, wanted] = row;
  const tag = tagOf(row);
  const value = wanted
    .replace("aws:RequestTag/pattern", `${ISSUER}:aud`)
    .replace("aws:TagKeys", `${ISSUER}:amr`);
  return { [operator]: { [`${ISSUER}:${tag === undefined ? "amr" : "email"}`]: value } };
}

type Policy = Record<"Version" | "Statement", unknown>;

/** A policy that lets the bearer in if the condition holds, and one that does so if it does not. */
function policiesOf(row: Row): readonly Policy[] {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: ARN },
    Action: "sts:AssumeRoleWithWebIdentity",
  };
  const Condition = conditionOf(row);
  const policy = (...Statement: object[]): Policy => ({ Version: "2012-10-17", Statement });
  return [
    policy({ ...statement, Condition }),
    policy(statement, { ...statement, Effect: "Deny", Condition }),
  ];
}

/** What a row that somebody evaluates otherwise than IAM has to do with. */
function subjectOf(row: Row): string {
  const [operator, wanted, given] = row;
  if (listVariables.includes(row)) {
    return "a variable with a list";
  }
  if (given instanceof Array && !operator.startsWith("For")) {
    return "a list without a set operator";
  }
  return operator.includes("IgnoreCase") && JSON.stringify([wanted, given]).includes("𐐀")
    ? "letters beyond U+FFFF without case"
    : nameOf(row);
}

/** How many rows somebody evaluates otherwise, by what they have to do with. */
function unlike(rows: readonly Row[], holds: (row: Row) => boolean | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows.filter((one) => holds(one) !== one[3])) {
    counts[subjectOf(row)] = (counts[subjectOf(row)] ?? 0) + 1;
  }
  return counts;
}

/** Whether a condition holds: it lets the bearer in as an Allow, and keeps him out as a Deny. `undefined`: neither. */
function seenBy(isLetIn: (policy: Policy, row: Row) => boolean): (row: Row) => boolean | undefined {
  return (row) => {
    const [allowed, open] = policiesOf(row).map((policy) => isLetIn(policy, row));
    return allowed === open ? undefined : allowed;
  };
}

describe("Conditions, compared with those that the real IAM was seen to compare", function () {
  this.timeout(INSTALL_LIMIT);

  const comparable = ROWS.filter(([operator]) => !/Numeric|Date|Bool|Binary|IpAddress|Arn/.test(operator));

  it("are as many as the data file has", () => {
    assert.deepEqual([ROWS.length, comparable.length], [263, 153]);
  });

  it("hold in the lab as recorded", async () => {
    const { python } = await labPython();
    const input = ROWS.map((row) => {
      const { tags, names } = requestOf(row);
      const tag = tagOf(row);
      const keys = Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value] as const);
      const key = tag === undefined ? "aws:TagKeys" : `aws:RequestTag/${tag}`;
      return [row[0], key, row[1], { ...Object.fromEntries(keys), "aws:TagKeys": names }];
    });
    const { stdout } = await execa(python, ["-c", EVALUATE], {
      cwd: path.join(PROJECT_ROOT, "lab/aws"),
      input: JSON.stringify(input),
    });
    const held = JSON.parse(stdout) as boolean[];
    const expected = unlike(ROWS, (row) => held[ROWS.indexOf(row)]);
    assert.deepEqual(expected, {});
  });

  it("hold in the model as recorded", () => {
    const holds = seenBy((policy, row) => admits(policy, { provider: ISSUER, claims: claimsOf(row) }));
    // A token's lists are the model's only values: it cannot tell a list of one from a single value.
    assert.deepEqual(unlike(comparable, holds), {
      "a list without a set operator": 8,
      "a variable with a list": 8,
      "letters beyond U+FFFF without case": 3,
    });
  });

  it("match in explain as recorded", () => {
    const holds = seenBy((policy, row) => {
      const { verdict } = compareToken(policy, { iss: `https://${ISSUER}`, ...claimsOf(row) });
      return verdict === "trusts";
    });
    // Of several values, explain says that it depends. It takes a list of one for a single value.
    assert.deepEqual(unlike(comparable, holds), {
      "a list without a set operator": 8,
      "a variable with a list": 8,
    });
  });
});
