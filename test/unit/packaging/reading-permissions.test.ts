/** The documented AWS policies of logins that only read. The engine's tests prove that they are enough. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const textOf = (name: string): string =>
  readFileSync(path.join(PROJECT_ROOT, `docs/reference/permissions/aws-${name}.json`), "utf8");

/** Each action of a policy on each of its resources. */
const grantsOf = (name: string): string[] => {
  const { Statement } = JSON.parse(textOf(name)) as { Statement: readonly Statement[] };
  assert.deepEqual(new Set(Statement.map(({ Effect }) => Effect)), new Set(["Allow"]));
  return Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)),
  );
};

describe("The AWS policies of logins that only read", () => {
  it("have only actions that read, by name", () => {
    for (const name of ["preview", "drift"]) {
      assert.deepEqual(
        grantsOf(name).filter((grant) => !/^iam:(?:Get|List)[A-Za-z]+ on /.test(grant)),
        [],
        name,
      );
    }
  });

  it("grant for previews nothing that the deployer does not have", () => {
    const deployer = new Set(grantsOf("deployer"));
    assert.deepEqual(
      grantsOf("preview").filter((grant) => !deployer.has(grant)),
      [],
    );
  });

  it("grant every reading action of the deployer that a preview calls", () => {
    const preview = new Set(grantsOf("preview"));
    const others = grantsOf("deployer").filter(
      (grant) => /^iam:(?:Get|List)/.test(grant) && !preview.has(grant),
    );
    // The provider asks for it before it deletes a role.
    assert.deepEqual(others, ["iam:ListInstanceProfilesForRole on arn:aws:iam::*:role/*"]);
  });

  it("grant for the check at night one action more", () => {
    const preview = new Set(grantsOf("preview"));
    assert.deepEqual(
      grantsOf("drift").filter((grant) => !preview.has(grant)),
      ["iam:GetAccountAuthorizationDetails on *"],
    );
    assert.equal(grantsOf("drift").length, preview.size + 1);
  });
});
