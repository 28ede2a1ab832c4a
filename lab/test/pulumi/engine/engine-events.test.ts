import assert from "node:assert/strict";
import { readEngineEvents } from "../../../pulumi/engine/engine-events";

describe("readEngineEvents", () => {
  it("takes the changes from the last summary", () => {
    const log = [
      { sequence: 1, summaryEvent: { resourceChanges: { create: 1 } } },
      { sequence: 2, summaryEvent: { resourceChanges: { create: 2, same: 3 } } },
    ]
      .map((event) => JSON.stringify(event))
      .join("\n");
    assert.deepEqual(readEngineEvents(log), {
      changes: { create: 2, same: 3 },
      components: {},
      steps: [],
      violations: [],
      errors: [],
    });
  });

  it("counts components by operation: not what a provider manages, nor the stack", () => {
    const step = (op: string, type: string, state: object) => ({
      resourcePreEvent: { metadata: { op, type, ...state } },
    });
    const log = [
      step("create", "pulumi:pulumi:Stack", { new: {} }),
      step("create", "azure-to-aws-federation:index:FederatedRole", { new: {} }),
      step("create", "aws:iam/role:Role", { new: { custom: true } }),
      step("delete", "azure-to-aws-federation:index:EntraAudience", { old: {} }),
      step("delete", "aws:iam/role:Role", { old: { custom: true } }),
    ];
    const { components } = readEngineEvents(log.map((event) => JSON.stringify(event)).join("\n"));
    assert.deepEqual(components, { create: 1, delete: 1 });
  });

  it("keeps the steps that ended on resources of a cloud, and whether they are planned", () => {
    const urn = "urn:pulumi:lab::app::aws:iam/role:Role::reader";
    const metadata = (op: string, type: string, state: object) => ({ metadata: { op, type, urn, ...state } });
    const custom = { new: { custom: true } };
    const log = [
      { resourcePreEvent: metadata("update", "aws:iam/role:Role", custom) },
      { resOutputsEvent: { ...metadata("create", "aws:iam/role:Role", custom), planning: true } },
      { resOutputsEvent: metadata("delete-replaced", "aws:iam/role:Role", { old: { custom: true } }) },
      { resOpFailedEvent: metadata("create", "aws:iam/role:Role", custom) },
      { resOutputsEvent: metadata("create", "pulumi:pulumi:Stack", { new: {} }) },
      { resOutputsEvent: metadata("create", "azure-to-aws-federation:index:FederatedRole", { new: {} }) },
      { resOutputsEvent: metadata("create", "pulumi:providers:aws", custom) },
    ];
    assert.deepEqual(readEngineEvents(log.map((event) => JSON.stringify(event)).join("\n")).steps, [
      { op: "create", urn, isPlanned: true },
      { op: "delete-replaced", urn, isPlanned: false },
    ]);
  });

  it("keeps each policy violation with its rule, level, resource and text without colour", () => {
    const policyEvent = {
      policyName: "oidc-trust-requires-subject",
      enforcementLevel: "mandatory",
      severity: "high",
      resourceUrn: "urn:pulumi:lab::insecure::aws:iam/role:Role::open",
      message: "<{%red%}>no sub<{%reset%}>\n",
      color: "always",
    };
    assert.deepEqual(readEngineEvents(`${JSON.stringify({ policyEvent })}\n`).violations, [
      {
        policyName: "oidc-trust-requires-subject",
        enforcementLevel: "mandatory",
        severity: "high",
        resourceUrn: "urn:pulumi:lab::insecure::aws:iam/role:Role::open",
        message: "no sub",
      },
    ]);
  });

  it("keeps errors and leaves warnings out", () => {
    const log = [
      { diagnosticEvent: { severity: "warning", message: "using pulumi-resource-aws from $PATH" } },
      { diagnosticEvent: { severity: "error", message: "<{%reset%}>update failed<{%reset%}>\n" } },
    ]
      .map((event) => JSON.stringify(event))
      .join("\n");
    assert.deepEqual(readEngineEvents(log).errors, ["update failed"]);
  });

  it("leaves out a last line that was cut", () => {
    assert.deepEqual(readEngineEvents('{"summaryEvent":{"resourceChanges":{"same":1}}}\n{"summ').changes, {
      same: 1,
    });
  });
});
