/** The policy pack in place, as built, under the real Pulumi engine. Previews only: no cloud is asked. */
import assert from "node:assert/strict";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import type { PulumiRun } from "../../../lab/pulumi/engine/pulumi-command";
import { PulumiStack } from "../../../lab/pulumi/engine/pulumi-stack";
import { AUD, AUDIENCE, policy, SUB, TENANT } from "../../unit/trust/entra-policy";
import { makeProject } from "../make-project";
import { PACK, type PreviewEngine, said, START_TIMEOUT, startPreviewEngine } from "./engine-setup";

/** A right role, a role whose document is not known yet, a component with an unknown subject and one without any. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Role } = require("@pulumi/aws/iam/role");
const right = ${JSON.stringify(JSON.stringify(policy()))};
const first = new Role("right", { assumeRolePolicy: right });
const subject = first.uniqueId;
new Role("unknown", { assumeRolePolicy: subject.apply((id) => right.replace("${SUB}", id)) });
class FederatedRole extends pulumi.ComponentResource {
  constructor(name, args) { super("azure-to-aws-federation:index:FederatedRole", name, args); }
}
const trust = { issuer: "https://${AUD.slice(0, -4)}", audiences: ["${AUDIENCE}"] };
new FederatedRole("pinned", { ...trust, subjects: [subject] });
if (new pulumi.Config().get("open")) new FederatedRole("open", { ...trust, subjects: [] });
if (new pulumi.Config().get("partly")) {
  const templateBody = ${JSON.stringify(
    JSON.stringify({
      Parameters: { Provider: { Type: "String" } },
      Resources: {
        Reader: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: policy({
              Principal: { Federated: { Ref: "Provider" } },
              Condition: { StringEquals: { [AUD]: AUDIENCE } },
            }),
          },
        },
      },
    }),
  )};
  const { StackSet } = require("@pulumi/aws/cloudformation/stackSet");
  new StackSet("partly", { name: "partly", templateBody, parameters: { Provider: first.arn } });
}
`;

describe("the policy pack under the real engine", function () {
  this.timeout(120_000);
  let engine: PreviewEngine;

  before(async function () {
    this.timeout(START_TIMEOUT);
    engine = await startPreviewEngine();
  });

  after(() => engine.close());

  async function preview(
    projectDirectory: string,
    stackName: string,
    config: Record<string, string> = {},
  ): Promise<PulumiRun> {
    const { pulumi, directory } = engine;
    const stack = await PulumiStack.create(pulumi, { projectDirectory, stackName, config, directory });
    return stack.preview({ policyPacks: [PACK] });
  }

  it("refuses the insecure example in the preview and names what is missing", async () => {
    const run = await preview(path.join(PROJECT_ROOT, "examples", "insecure"), "insecure");
    assert.notEqual(run.exitCode, 0);
    const key = (claim: string): string => `sts.windows.net/${TENANT}/:${claim}`;
    assert.deepEqual(
      run.violations
        .map(({ policyName, enforcementLevel, resourceUrn, message }) => [
          policyName,
          enforcementLevel,
          resourceUrn.split("::").at(-1),
          /found no condition on (\S+)\. .* (?:Add|Replace) "/.exec(message)?.[1],
        ])
        .sort(),
      [
        ["oidc-trust-requires-audience", "mandatory", "any-audience", key("aud")],
        ["oidc-trust-requires-subject", "mandatory", "any-subject", key("sub")],
      ],
    );
  });

  it("lets right trusts pass and says once what it cannot judge before the update", async () => {
    const run = await preview(await makeProject(engine.directory, "clean", PROGRAM), "clean");
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(said(run, "mandatory"), []);
    assert.deepEqual(said(run, "advisory"), [
      // The stack has the role alone, without provider, application and identity.
      ["federation-is-consistent", "right"],
      ["oidc-trust-requires-audience", "unknown"],
    ]);
    assert.match(
      run.violations.find(({ policyName }) => policyName === "oidc-trust-requires-audience")?.message ?? "",
      /The trust policy of role unknown is not known yet\. .*exact audience .*exact subject .*unknownInPreview/,
    );
  });

  it("refuses a component without subjects in the first preview", async () => {
    const run = await preview(await makeProject(engine.directory, "open", PROGRAM), "open", {
      "open:open": "true",
    });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "open"]]);
    assert.match(run.violations[0]?.message ?? "", / See .*docs\/rules\/oidc-trust-requires-subject\.md\.$/m);
  });

  it("refuses a role without subject in the first preview, although its provider is not known yet", async () => {
    const run = await preview(await makeProject(engine.directory, "partly", PROGRAM), "partly", {
      "partly:partly": "true",
    });
    assert.notEqual(run.exitCode, 0, run.output);
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "partly"]]);
    assert.match(
      run.violations.find(({ enforcementLevel }) => enforcementLevel === "mandatory")?.message ?? "",
      /^Role Reader in partly: Statement 0, provider .*: found no condition on .*:sub\./m,
    );
  });
});
