import assert from "node:assert/strict";
import { judge, violations } from "./judge-provider";

const HCP = "app.terraform.io";
const FORMER = "organization:acme:workspace:app:run_phase:";
const NOW = "organization:acme:project:Default Project:workspace:app:run_phase:";

describe("subjects that HCP Terraform had before projects", () => {
  const found = (operator: "StringEquals" | "StringLike", sub: string | string[]): unknown =>
    violations(judge(HCP, { StringEquals: { aud: "aws.workload.identity" }, [operator]: { sub } }));

  it("let nobody in alone", () => {
    const nobody = [["requires-subject", "nobody"]];
    assert.deepEqual(found("StringLike", `${FORMER}*`), nobody);
    assert.deepEqual(found("StringLike", [`${FORMER}plan`, `${FORMER}a*`]), nobody);
  });

  it("change nothing beside the subjects of today, as HashiCorp's guide has them", () => {
    assert.deepEqual(found("StringLike", [`${FORMER}*`, `${NOW}*`]), []);
    assert.deepEqual(found("StringLike", [`${FORMER}apply`, `${NOW}*`]), []);
  });

  it("hide no wider pattern beside them", () => {
    const tenant = [["requires-subject", "tenant"]];
    assert.deepEqual(found("StringLike", [`${FORMER}*`, "organization:acme:*"]), tenant);
    assert.deepEqual(found("StringLike", ["organization:acme:workspace:*", `${NOW}*`]), tenant);
  });
});
