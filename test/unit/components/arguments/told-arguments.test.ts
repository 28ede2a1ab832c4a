import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { componentLabel, tellOfParts, told } from "../../../../components/arguments/told-arguments";

/** A component of which nothing but its identity matters. */
const parent = Object.create(pulumi.Resource.prototype) as pulumi.Resource;
const PART = 'AzureToAwsFederation "orders", FederatedRole "orders-app"';

describe("Problems of a part", () => {
  before(() => {
    tellOfParts(parent, 'AzureToAwsFederation "orders"', {
      'FederatedRole "orders-app"': {
        prefix: "workloads.app.",
        paths: { subjects: "workloads.app.additionalSubjects", "profiles[0].region": "region" },
      },
    });
  });

  const paths = (...given: string[]) =>
    told(
      PART,
      given.map((path) => ({ path, reason: "is wrong" })),
    ).problems.map(({ path }) => path);

  it("are told by the component that made it", () => {
    assert.equal(componentLabel("FederatedRole", "orders-app", { parent }), PART);
    assert.equal(told(PART, []).component, 'AzureToAwsFederation "orders"');
  });

  it("keep their path below the prefix, or have the one that stands for it", () => {
    assert.deepEqual(paths("conditions.StringEquals", "subjects", "subjects[3]", "profiles[0].region"), [
      "workloads.app.conditions.StringEquals",
      "workloads.app.additionalSubjects",
      "workloads.app.additionalSubjects[3]",
      "region",
    ]);
  });

  it("are not mistaken for those of an argument whose name begins alike", () => {
    assert.deepEqual(paths("subjectsToo", "profiles[0].regions"), [
      "workloads.app.subjectsToo",
      "workloads.app.profiles[0].regions",
    ]);
  });

  it("are its own where it stands alone", () => {
    const label = componentLabel("FederatedRole", "orders-app", {});
    const problems = [{ path: "subjects", reason: "is wrong" }];
    assert.deepEqual(told(label, problems), { component: 'FederatedRole "orders-app"', problems });
  });
});
