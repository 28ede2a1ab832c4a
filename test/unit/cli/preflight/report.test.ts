import assert from "node:assert/strict";
import type { Check } from "../../../../cli/preflight/check";
import { isReady, renderPreflight, renderPreflightJson } from "../../../../cli/preflight/report";

const OK: Check = { id: "vm-size", title: "VM size", outcome: "ok", found: "Standard_B1s" };
const WRONG: Check = {
  id: "azure-rights",
  title: "Azure rights",
  outcome: "wrong",
  found: "no right to write",
  expected: "the role Contributor",
  fix: "az role assignment create --assignee-object-id 85f1bb4f-6b0c-4be7-a335-d7105bcd145d --role Contributor\n# Or ask the owner of the subscription, who can do the same, and wait a few minutes.",
};
const UNKNOWN: Check = {
  id: "iam-actions",
  title: "IAM actions",
  outcome: "cannot tell",
  found: "AccessDenied",
};
const OUTBOUND = [
  { host: "iam.amazonaws.com", port: 443, purpose: "deployer: IAM" },
  { host: "a.example", port: 80, purpose: "VM" },
];

describe("the report of preflight", () => {
  it("shows outcome, found, expected, and fix, and ends with hosts and counts", () => {
    assert.equal(
      renderPreflight({ checks: [OK, WRONG, UNKNOWN], outbound: OUTBOUND }, undefined),
      [
        "ok           VM size: Standard_B1s",
        "wrong        Azure rights [azure-rights]",
        "             found:    no right to write",
        "             expected: the role Contributor",
        "             fix:",
        "               az role assignment create \\",
        "                 --assignee-object-id 85f1bb4f-6b0c-4be7-a335-d7105bcd145d \\",
        "                 --role Contributor",
        "               # Or ask the owner of the subscription, who can do the same, and",
        "               # wait a few minutes.",
        "cannot tell  IAM actions [iam-actions]",
        "             found:    AccessDenied",
        "",
        "A firewall must allow these hosts. The list comes from the vendors'",
        "documentation. It was not tried behind a firewall:",
        "  iam.amazonaws.com  443  deployer: IAM",
        "  a.example          80   VM",
        "",
        "3 checks: 1 ok, 1 wrong, 1 cannot tell.",
        "",
      ].join("\n"),
    );
  });

  it("leaves no label alone on a line before an identifier that is longer than one", () => {
    const audience = `api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/${"x".repeat(60)}`;
    const check: Check = { ...UNKNOWN, found: `${audience}; the tenant's policy cannot be read: 403` };
    const lines = renderPreflight({ checks: [check], outbound: [] }, undefined).split("\n");
    assert.deepEqual(lines.slice(1, 3), [
      `             found:    ${audience};`,
      "                       the tenant's policy cannot be read: 403",
    ]);
  });

  it("hides nothing from a terminal, and steers it nowhere", () => {
    const check: Check = { ...OK, found: "evil\u001b[2J\u202e" };
    assert.match(
      renderPreflight({ checks: [check], outbound: [] }, undefined),
      /VM size: evil<U\+001B>\[2J<U\+202E>\n/,
    );
  });

  it("is one versioned object for programs", () => {
    assert.deepEqual(JSON.parse(renderPreflightJson({ checks: [WRONG], outbound: OUTBOUND }, false)), {
      format: 1,
      ok: false,
      checks: [WRONG],
      outbound: OUTBOUND,
    });
  });

  const cases: [string, Check[], boolean, boolean][] = [
    ["nothing is wrong", [OK], false, true],
    ["something is wrong", [OK, WRONG], false, false],
    ["a check cannot tell", [OK, UNKNOWN], false, true],
    ["a check cannot tell, with --strict", [OK, UNKNOWN], true, false],
  ];
  for (const [title, checks, strict, ready] of cases) {
    it(`says ${ready ? "ready" : "not ready"} if ${title}`, () => {
      assert.equal(isReady({ checks, outbound: [] }, strict), ready);
    });
  }
});
