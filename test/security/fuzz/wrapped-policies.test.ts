import assert from "node:assert/strict";
import fc from "fast-check";
import type { OpenTarget } from "./target";
import { type Wrapped, wrappedPolicies } from "./wrapped-policies";

const ANCHORS = { leads: ["Roles"], sealed: ["AssumeRolePolicyDocument"] };

const rolesOf = (wrapped: readonly Wrapped[]): unknown[] =>
  wrapped.map(({ policy }) => ({ RoleName: "r", AssumeRolePolicyDocument: policy }));

/** The first complaint over inputs of a target; `undefined` if there is none. */
async function complaintOf({ inputs, check }: OpenTarget): Promise<string | undefined> {
  const property = fc.asyncProperty(inputs, async (input) => {
    await check(input);
  });
  const details = await fc.check(property, { seed: 7, numRuns: 1_000 });
  return details.failed ? String(details.errorInstance) : undefined;
}

describe("files with policies in them", function () {
  this.timeout("2m");

  it("hold where every policy is seen", async () => {
    assert.equal(
      await complaintOf(wrappedPolicies({ ...ANCHORS, wrap: (all) => ({ Roles: rolesOf(all) }) })),
      undefined,
    );
  });

  it("are complained of where a policy goes unseen, also if as many roles are there", async () => {
    const wrap = (all: readonly Wrapped[]): unknown => ({
      Roles: rolesOf([...all.slice(1), ...all.slice(1)]),
    });
    assert.match(
      (await complaintOf(wrappedPolicies({ ...ANCHORS, wrap }))) ?? "",
      /^Error: unsound: policy 0 of \d goes unseen: /,
    );
  });

  it("are complained of where they cannot be read", async () => {
    const wrap = (all: readonly Wrapped[]): unknown => ({ Rolls: rolesOf(all) });
    assert.match(
      (await complaintOf(wrappedPolicies({ ...ANCHORS, wrap }))) ?? "",
      /^Error: unsound: a file with \d whole policies cannot be read$/,
    );
  });
});
