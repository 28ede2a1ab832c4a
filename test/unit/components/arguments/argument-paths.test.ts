import assert from "node:assert/strict";
import { ArgumentPaths, argumentPaths, markChecked } from "../../../../components/arguments/argument-paths";

const FEDERATION = ArgumentPaths.of("AzureToAwsFederation", "orders");
const ROLE = FEDERATION.part("FederatedRole", "orders-app", "workloads.app.", {
  subjects: "workloads.app.additionalSubjects",
  "profiles[0].region": "region",
});

const located = (paths: ArgumentPaths, ...given: string[]) =>
  paths.locate(given.map((path) => ({ path, code: "some-code", text: "is wrong" }))).map(({ path }) => path);

describe("ArgumentPaths", () => {
  it("of a part have the owner of the part in the label, and name it as the one that reports", () => {
    assert.deepEqual(
      [ROLE.label, ROLE.owner, ROLE.name],
      [
        'AzureToAwsFederation "orders", FederatedRole "orders-app"',
        'AzureToAwsFederation "orders"',
        "orders-app",
      ],
    );
  });

  it("of a part lie below the prefix, or where the owner has the argument", () => {
    assert.deepEqual(
      located(ROLE, "conditions.StringEquals", "subjects", "subjects[3]", "profiles[0].region"),
      [
        "workloads.app.conditions.StringEquals",
        "workloads.app.additionalSubjects",
        "workloads.app.additionalSubjects[3]",
        "region",
      ],
    );
  });

  it("of a part are not mistaken for those of an argument whose name begins alike", () => {
    assert.deepEqual(located(ROLE, "subjectsToo", "profiles[0].regions"), [
      "workloads.app.subjectsToo",
      "workloads.app.profiles[0].regions",
    ]);
  });

  it("of a component that stands alone stay as they are", () => {
    assert.deepEqual(
      [FEDERATION.label, FEDERATION.owner],
      [FEDERATION.owner, 'AzureToAwsFederation "orders"'],
    );
    assert.deepEqual(located(FEDERATION, "subjects", "workloads.app"), ["subjects", "workloads.app"]);
  });
});

describe("argumentPaths", () => {
  it("are those that the owner of a part marked its arguments with", () => {
    assert.equal(argumentPaths("FederatedRole", "orders-app", markChecked({ a: 1 }, ROLE)), ROLE);
  });

  it("are the component's own where nobody marked them", () => {
    for (const args of [{ a: 1 }, undefined]) {
      assert.equal(argumentPaths("FederatedRole", "orders-app", args).owner, 'FederatedRole "orders-app"');
    }
  });
});
