import assert from "node:assert/strict";
import path from "node:path";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { asPolicy } from "../../../../policypack/engine/as-policy";
import { rulePage } from "../../../../policypack/engine/rule-page";
import { entraAssignmentIsRequired as rule } from "../../../../policypack/rules/entra-assignment-is-required";

/** The project before its site has an address. */
const NOWHERE = { repository: undefined, site: undefined };

describe("the page of a rule", () => {
  const working = process.env.PWD;
  afterEach(() => {
    process.env.PWD = working;
  });

  it("is named relative to the folder where pulumi was started, if it lies below", () => {
    process.env.PWD = process.cwd();
    const page = rulePage("a-rule", NOWHERE) ?? "";
    assert.equal(page.split(path.sep).slice(-4).join("/"), "docs/reference/rules/a-rule.md");
    assert.equal(path.isAbsolute(page), false);
  });

  it("is named absolutely otherwise", () => {
    process.env.PWD = path.join(process.cwd(), "docs", "reference", "rules", "deeper");
    assert.equal(path.isAbsolute(rulePage("a-rule", NOWHERE) ?? ""), true);
  });

  it("is named by its address once the site has one", () => {
    const project = { repository: undefined, site: "https://docs.example.com" };
    assert.equal(rulePage("a-rule", project), "https://docs.example.com/reference/rules/a-rule.html");
  });

  it("is named with each violation, with the URN of the resource", () => {
    const said: string[] = [];
    const { validateResource } = asPolicy(rule, "docs/reference/rules/x.md") as ResourceValidationPolicy;
    const validate = validateResource as unknown as (
      args: unknown,
      report: (violation: { message: string }) => void,
    ) => void;
    const type = "azuread:index/servicePrincipal:ServicePrincipal";
    validate(
      {
        type,
        name: "open",
        urn: `urn:pulumi:a::b::${type}::open`,
        props: {},
        getConfig: () => ({ scope: "all" }),
      },
      ({ message }) => said.push(message),
    );
    assert.equal(said.length, 1);
    assert.match(
      said[0] ?? "",
      /; got nothing\. See docs\/reference\/rules\/x\.md\. Resource: urn:pulumi:a::b::azuread:index\/servicePrincipal:ServicePrincipal::open\. Fingerprint: [0-9a-f]{32}\. \[assignment-not-required\]$/,
    );
  });
});
