import assert from "node:assert/strict";
import { makeReport } from "../../../../../cli/audit/make-report";
import { isFailing } from "../../../../../cli/audit/summary";
import {
  allow,
  auditOf,
  deployed,
  estateFrom,
  federationStatement,
  NOW,
  ordersRole,
  provider,
  role,
} from "../company";

const FOREIGN = "sts.windows.net/c0ffee00-0000-4000-8000-000000000001/";

describe("a role that several files have", () => {
  it("is counted and reported once if it is alike", () => {
    const { roles, counts, notSeen } = auditOf(...deployed(), ordersRole());
    assert.deepEqual([roles.length, counts.roles, counts.federatedRoles], [1, 1, 1]);
    assert.equal(
      notSeen.some((sentence) => sentence.startsWith("Several files")),
      false,
    );
  });

  it("is reported as each file has it if they differ, and the report says so", () => {
    const open = role("orders", [federationStatement({})]);
    const { roles, counts, notSeen } = auditOf(...deployed(), open);
    assert.deepEqual([roles.map(({ reach }) => reach), counts.roles], [["tenant", undefined], 1]);
    assert.ok(notSeen.some((sentence) => sentence.startsWith("Several files have the same role")));
  });
});

describe("an exact stranger", () => {
  it("counts with --fail-on, whatever its reach", () => {
    const theirs = federationStatement(
      { aud: "api://x", sub: "bbbbbbbb-0000-4000-8000-000000000009" },
      FOREIGN,
    );
    const records = [...deployed(), provider(FOREIGN, ["api://x"])];
    const failing = (...statements: Parameters<typeof role>[1][]): boolean =>
      isFailing(
        makeReport(
          estateFrom(
            ...records,
            ...statements.map((one) => role("vendor", one, [allow("s3:ListAllMyBuckets")])),
          ),
          "0.2.0",
          NOW,
        ),
        "anyone",
      );
    assert.deepEqual([failing([theirs]), failing()], [true, false]);
  });
});
