import assert from "node:assert/strict";
import { type AuditReport, describeRole, describeSections } from "../../../../tools/acceptance/ask-commands";
import { LAB_ANSWERS } from "../../../../tools/acceptance/lab-answers";
import type { QuickstartOutputs } from "../../../../tools/demo/steps/deploy";

const ROLE = "arn:aws:iam::111122223333:role/run";
const TARGETS = {
  outputs: { roleArn: ROLE, principalId: "principal" } as QuickstartOutputs,
  application: "run",
};

function report(
  role: Partial<AuditReport["roles"][number]> = {},
  changes: Partial<AuditReport> = {},
): AuditReport {
  const entries = [{ identities: ["principal"], application: "app" }];
  return {
    roles: [{ arn: ROLE, entries, findings: [], ...role }],
    identities: [{ id: "principal", name: "identity", attachedTo: [] }],
    applications: [{ id: "app", name: "run" }],
    ...changes,
  };
}

describe("the run's role in an audit", () => {
  it("is as in the lab if the audit names its identity and its application", () => {
    assert.equal(describeRole(report(), TARGETS), LAB_ANSWERS.audit);
  });

  for (const [title, audit, expected] of [
    ["is missing", report({ arn: "arn:aws:iam::111122223333:role/other" }), "the role is missing"],
    [
      "has a reach and findings",
      report({ reach: "tenant", findings: [{ rule: "trust-admits-tenant" }] }),
      "reach: tenant; identity: by name; application: by name; findings: trust-admits-tenant",
    ],
    [
      "has another identity",
      report({ entries: [{ identities: ["other"], application: "app" }] }),
      "reach: exact; identity: unknown; application: by name; findings: none",
    ],
    [
      "has an identity without a name, and an application of another name",
      report({}, { identities: [], applications: [{ id: "app", name: "other" }] }),
      "reach: exact; identity: unknown; application: unknown; findings: none",
    ],
  ] as const) {
    it(title, () => {
      assert.equal(describeRole(audit, TARGETS), expected);
    });
  }
});

describe("the sections of a collected snapshot", () => {
  const section = (name: string, state: "complete" | "refused" | "failed") =>
    ({ kind: "section", section: name, state }) as const;

  it("may be refused, which is a note", () => {
    assert.deepEqual(
      describeSections([section("aws/1/account", "complete"), section("entra/2/x", "refused")]),
      {
        came: LAB_ANSWERS.collect,
        note: "complete: 1 of 2; refused: entra/2/x",
      },
    );
  });

  it("are named if they failed", () => {
    assert.deepEqual(
      describeSections([section("aws/1/account", "complete"), section("azure/2/x", "failed")]),
      {
        came: "failed: azure/2/x",
        note: "complete: 1 of 2",
      },
    );
  });
});
