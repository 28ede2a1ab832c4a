import assert from "node:assert/strict";
import { findRoleWalkers } from "../../../../tools/costs/role-walkers";

const PACK = {
  path: "policypack/iam/object.ts",
  text: 'import { desiredState, roleShapes, templateContent } from "../../policy-sources";',
};
const TEMPLATES = {
  path: "policy-sources/cloudformation/templates.ts",
  text: 'import { roleShapes } from "../role-shapes";\nimport { templateContent } from "./resources";',
};
const RESOURCES = {
  path: "policy-sources/resource.ts",
  text: 'import { findInText } from "./cloudformation/templates";\nimport { desiredState } from "./desired-state";',
};

describe("the role walkers", () => {
  it("are one if the files import each other", () => {
    assert.deepEqual(findRoleWalkers([TEMPLATES, RESOURCES]), [[TEMPLATES.path, RESOURCES.path]]);
    assert.deepEqual(findRoleWalkers([RESOURCES, TEMPLATES]), [[TEMPLATES.path, RESOURCES.path]]);
    assert.deepEqual(findRoleWalkers([PACK]), [[PACK.path]]);
  });

  it("are two if one file decides alone where a role can be", () => {
    assert.deepEqual(findRoleWalkers([PACK, TEMPLATES, RESOURCES]), [
      [TEMPLATES.path, RESOURCES.path],
      [PACK.path],
    ]);
  });

  it("do not include a file that only declares, exports, or names the type of such a function", () => {
    const others = [
      { path: "a.ts", text: "export function roleShapes() {}\nroleShapes();" },
      { path: "b.ts", text: 'export { desiredState } from "./desired-state";' },
      { path: "c.ts", text: 'import type { templateContent } from "./resources";' },
      { path: "d.ts", text: 'import { type templateContent } from "./resources";' },
    ];
    assert.deepEqual(findRoleWalkers([PACK, ...others]), [[PACK.path]]);
  });

  it("cannot be counted once a function has another name", () => {
    assert.throws(() => findRoleWalkers([TEMPLATES]), {
      message: 'tools/costs/role-walkers.ts: no file imports "desiredState". Name its successor there.',
    });
  });
});
