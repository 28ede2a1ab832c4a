/** CloudFormation replaces `{{resolve:…}}` wherever it is in a template, so no argument may contain it. */
import assert from "node:assert/strict";
import {
  renderStackSetTemplate,
  type StackSetTemplateArgs,
  StackSetTemplateError,
} from "../../../../components";
import { renderFederationContract } from "../../../../trust";
import { CLIENT_ID, ISSUER, PRINCIPAL_ID } from "../mock-clouds";

const REFERENCE = "{{resolve:ssm:/evil}}";

const contract = (audience: string): string =>
  renderFederationContract({
    version: 1,
    issuer: ISSUER,
    tokenVersion: 1,
    audience,
    workloads: { importer: { subject: PRINCIPAL_ID, clientId: CLIENT_ID } },
  });

const policy = (resource: string): string =>
  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"${resource}"}}`;

const RIGHT: StackSetTemplateArgs = {
  contract: contract("api://orders"),
  roleName: "orders",
  permissions: { inlinePolicies: { queue: policy("*") } },
};

/** The paths of the problems with arguments; none if they make a template. */
function paths(changes: Partial<StackSetTemplateArgs>): string[] {
  try {
    renderStackSetTemplate({ ...RIGHT, ...changes });
    return [];
  } catch (error) {
    assert.ok(error instanceof StackSetTemplateError, String(error));
    return error.problems
      .filter(({ reason }) => reason.startsWith("must not contain {{resolve:"))
      .map(({ path }) => path);
  }
}

describe("a dynamic reference in the arguments of a stack set's template", () => {
  it("is refused in every argument, with its path", () => {
    const cases: [changes: Partial<StackSetTemplateArgs>, path: string][] = [
      [{ contract: contract(`api://x/${REFERENCE}`) }, "contract"],
      [{ contract: contract("api://x/{{resolve:ssm:/evil}}").replace("{{", "\\u007b\\u007b") }, "contract"],
      [{ description: REFERENCE }, "description"],
      [{ tags: { team: REFERENCE } }, "tags.team"],
      [{ additionalAudiences: ["api://a", REFERENCE] }, "additionalAudiences[1]"],
      [
        { conditions: { StringEquals: { "aws:RequestedRegion": [REFERENCE] } } },
        "conditions.StringEquals.aws:RequestedRegion[0]",
      ],
      [{ permissions: { inlinePolicies: { queue: policy(REFERENCE) } } }, "permissions.inlinePolicies.queue"],
      [
        { permissions: { inlinePolicies: { queue: policy("\\u007b{resolve:ssm:/evil}}") } } },
        "permissions.inlinePolicies.queue",
      ],
    ];
    for (const [changes, path] of cases) {
      assert.deepEqual(paths(changes), [path], JSON.stringify(changes));
    }
  });

  it("is not seen in other braces", () => {
    assert.deepEqual(paths({}), []);
    assert.deepEqual(paths({ description: "{{resolved}} {resolve:x}" }), []);
  });
});
