/** One accepted finding counts wherever its role is seen: in the program, in a file, and in the account. */
import assert from "node:assert/strict";
import { acceptAuditFindings } from "../../../cli/audit/accept-findings";
import type { AuditFinding, AuditReport } from "../../../cli/audit/audit-report";
import { EstateBuilder } from "../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../cli/audit/make-report";
import { acceptFindings as acceptInFiles } from "../../../cli/judged-files/accept-findings";
import { judgeText } from "../../../cli/judged-files/judge-file";
import type { AcceptedFinding } from "../../../policypack/configuration";
import { oidcTrustRequiresAudience } from "../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../policypack/rules/oidc-trust-requires-subject";
import {
  AUDIENCE,
  federationStatement,
  NOW,
  policy,
  PROVIDER,
  role,
  roleArn,
  type Statement,
} from "../cli/audit/company";
import { type TestedResource, urnOf, validateResource } from "../policypack/validate";

const WITHOUT_SUBJECT = federationStatement({ aud: AUDIENCE });
const WITHOUT_BOTH = federationStatement({});

/** The audit of an export, which shows neither the account's providers nor the tenant's applications. */
function auditOf(name: string, statement: Statement): AuditReport {
  const builder = new EstateBuilder();
  builder.add(role(name, [statement]));
  return makeReport(builder.build(), "0.2.0", NOW);
}

const inAccount = (name: string, statement: Statement): AuditFinding => {
  const findings = auditOf(name, statement).roles[0]?.findings ?? [];
  const [finding] = findings.filter(({ trust }) => trust !== undefined);
  assert.ok(finding !== undefined);
  return finding;
};

const accepting = (finding: AuditFinding, changes: Partial<AcceptedFinding> = {}): AcceptedFinding[] =>
  (finding.trust ?? []).map(({ fingerprint, rule }) => ({
    fingerprint,
    rule,
    resource: finding.subject,
    reason: "moves in spring",
    until: "2999-12-31",
    owner: "orders",
    ...changes,
  }));

const inProgram = (name: string, statement: Statement): TestedResource => ({
  type: "aws:iam/role:Role",
  name: "a-name-in-the-program",
  props: { name, assumeRolePolicy: policy(statement) },
});

/** How many findings of a role count, in each place where it is seen. */
async function counting(name: string, statement: Statement, accepted: AcceptedFinding[]): Promise<object> {
  const file = (value: unknown): number => {
    const judged = judgeText("file", JSON.stringify(value));
    const { files } = acceptInFiles([judged], { accepted, comments: false, isComplete: true });
    const found = files.flatMap(({ roles }) => roles.flatMap(({ findings }) => findings));
    return found.filter(({ finding, accepted: by }) => finding.severity === "violation" && !by).length;
  };
  const AssumeRolePolicyDocument = policy(statement);
  const properties = { RoleName: name, AssumeRolePolicyDocument };
  const resource = inProgram(name, statement);
  const pack = [];
  for (const rule of [oidcTrustRequiresAudience, oidcTrustRequiresSubject]) {
    pack.push(...(await validateResource(rule, resource, {}, accepted)).violations);
  }
  const state = { urn: urnOf(resource), custom: true, type: resource.type, inputs: resource.props };
  const outputs = { ...resource.props, arn: roleArn(name) };
  const report = acceptAuditFindings(auditOf(name, statement), accepted, NOW);
  return {
    pack: pack.length,
    stack: file({ version: 3, deployment: { resources: [{ ...state, outputs }] } }),
    template: file({ Resources: { Logical: { Type: "AWS::IAM::Role", Properties: properties } } }),
    input: file(properties),
    account: file({ Roles: [{ ...properties, Arn: roleArn(name) }] }),
    audit: report.roles[0]?.findings.filter((one) => one.trust !== undefined && !one.accepted).length,
  };
}

const NONE = { pack: 0, stack: 0, template: 0, input: 0, account: 0, audit: 0 };
const ONE = { pack: 1, stack: 1, template: 1, input: 1, account: 1, audit: 1 };

describe("an accepted finding on a role", () => {
  it("is one finding for the policy pack, judge, and audit", async () => {
    const finding = inAccount("orders", WITHOUT_SUBJECT);
    assert.equal(finding.trust?.[0]?.fingerprint, finding.fingerprint);
    assert.deepEqual(await counting("orders", WITHOUT_SUBJECT, []), ONE);
    assert.deepEqual(await counting("orders", WITHOUT_SUBJECT, accepting(finding)), NONE);
    assert.deepEqual(
      await counting("orders", WITHOUT_SUBJECT, accepting(finding, { resource: "orders" })),
      NONE,
    );
  });

  it("does not accept the same finding on another role, nor another finding on the role", async () => {
    const finding = inAccount("orders", WITHOUT_SUBJECT);
    assert.deepEqual(await counting("other", WITHOUT_SUBJECT, accepting(finding)), ONE);
    const condition = {
      StringEquals: { [`${PROVIDER}:aud`]: AUDIENCE },
      StringLike: { [`${PROVIDER}:sub`]: "*" },
    };
    const patterned = { ...WITHOUT_SUBJECT, Condition: condition };
    assert.deepEqual(await counting("orders", patterned, accepting(finding)), ONE);
    const urn = urnOf(inProgram("orders", WITHOUT_SUBJECT));
    assert.deepEqual(await counting("orders", WITHOUT_SUBJECT, accepting(finding, { resource: urn })), {
      ...ONE,
      pack: 0,
      stack: 0,
    });
  });

  it("is of one account where the account is shown", async () => {
    const resource = "arn:aws:iam::444455556666:role/orders";
    const accepted = accepting(inAccount("orders", WITHOUT_SUBJECT), { resource });
    assert.deepEqual(await counting("orders", WITHOUT_SUBJECT, accepted), {
      ...ONE,
      pack: 0,
      template: 0,
      input: 0,
    });
  });

  it("accepts a finding of audit that stands for several of judge only together with the others", async () => {
    const finding = inAccount("orders", WITHOUT_BOTH);
    const both = accepting(finding);
    assert.deepEqual(
      both.map(({ rule }) => rule),
      ["oidc-trust-requires-audience", "oidc-trust-requires-subject"],
    );
    assert.deepEqual(await counting("orders", WITHOUT_BOTH, both), NONE);
    assert.deepEqual(await counting("orders", WITHOUT_BOTH, both.slice(1)), ONE);
  });
});
