import type { Recipe } from "./recipe";

const NAME = "no-iam-groups";
const EXPLOIT = `test/security/exploits/${NAME}`;

/** A rule of the policy pack: no groups of IAM users. */
export const packRule: Recipe = {
  heading: "A rule of the policy pack",
  most: 7,
  async follow(copy) {
    await copy.add(
      `policypack/rules/${NAME}.ts`,
      `import { coded } from "../../messages";
import { nist } from "../engine/controls";
import { type RuleDefinition, violation } from "../engine/rule-definition";

/** Refuses groups of IAM users: a federation exists so that no user is needed. */
export const noIamGroups: RuleDefinition = {
  name: "${NAME}",
  displayName: "No IAM groups",
  description: "No stack has a group of IAM users.",
  enforcementLevel: "mandatory",
  severity: "low",
  tags: ["aws", "iam"],
  framework: nist("AC-2"),
  otherControls: { iso27001: "A.5.17" },
  remediationSteps: "Remove the group, and let people sign in through IAM Identity Center.",
  looksAt: "groups of IAM users",
  configuration: {},
  *judgeResource(resource) {
    if (resource.type === "aws:iam/group:Group") {
      const text = \`\${resource.name} is a group of IAM users. Expected none.\`;
      yield violation(resource, coded("iam-group", text));
    }
  },
};
`,
    );
    const index = "policypack/rules/index.ts";
    await copy.insert(index, "import { noLongLivedAwsKeys", `import { noIamGroups } from "./${NAME}";\n`);
    await copy.insert(index, "  noLongLivedAwsKeys,\n", "  noIamGroups,\n");
    await copy.add(
      `docs/reference/rules/${NAME}.md`,
      `# ${NAME}

|             |                       |
| ----------- | --------------------- |
| Enforcement | mandatory             |
| Severity    | low                   |
| Looks at    | groups of IAM users   |
| Kind        | resource rule         |

## What it rejects

A group of IAM users.

## Wrong

\`\`\`ts
new aws.iam.Group("people");
\`\`\`

## Right

\`\`\`ts
new aws.iam.Role("people", { assumeRolePolicy });
\`\`\`

## How to fix it

Remove the group.

## Options

None.

## Why there is no exploit

A group alone lets nobody in.

## What it cannot see

Groups that something outside the stack creates.

## Sources

- AWS IAM User Guide: "Security best practices in IAM"
`,
    );
    await copy.add(
      `test/unit/policypack/rules/${NAME}.test.ts`,
      `import assert from "node:assert/strict";
import { noIamGroups as rule } from "../../../../policypack/rules/${NAME}";
import { NOTHING, validateResource } from "../validate";

describe("${NAME}", () => {
  it("refuses a group of IAM users, and nothing else", async () => {
    const resource = { type: "aws:iam/group:Group", name: "people", props: {} };
    const { violations } = await validateResource(rule, resource);
    assert.match(violations.join(), /^people is a group of IAM users\\. Expected none\\./);
    assert.deepEqual(await validateResource(rule, { ...resource, type: "aws:iam/role:Role" }), NOTHING);
  });
});
`,
    );
    await copy.add(
      `${EXPLOIT}/Pulumi.yaml`,
      "name: exploit\ndescription: A group of IAM users.\nruntime: nodejs\nmain: index.ts\n",
    );
    await copy.add(
      `${EXPLOIT}/index.ts`,
      `import { Group } from "@pulumi/aws/iam/group";
import { handmadeFederation } from "../handmade-federation";

export const { roleArn, audience, oidcProviderArn, applicationClientId, clientId, principalId } =
  handmadeFederation().outputs;

new Group("people");
`,
    );
    await copy.add(
      `${EXPLOIT}/attack.ts`,
      `import { enter } from "../enter";
import type { Lockout } from "../exploit";

/** A group alone opens nothing. */
export const noIamGroups: Lockout = {
  rule: "${NAME}",
  title: "the workload gets in as before",
  reason: "a group alone lets nobody in",
  refused: ["people"],
  countedAs: "AWS Groups",
  attack: enter,
  mistakes: [{ name: "group", title: "a group of IAM users", refusal: undefined }],
};
`,
    );
    await copy.insert(
      "docs/errors/pack-findings.md",
      "## long-lived-credential\n",
      `## iam-group

\`\`\`text
people is a group of IAM users. Expected none. [iam-group]
\`\`\`

**Cause.** A federation exists so that no IAM user is needed.

**Fix.** Remove the group.

`,
    );
    await copy.insert(
      "test/unit/agreement/fingerprints-without-words.test.ts",
      '    template("conditional", conditional),',
      '    resource("aws:iam/group:Group", "people", {}),\n',
    );
  },
  tests: [
    `test/unit/policypack/rules/${NAME}.test.ts`,
    "test/unit/agreement/fingerprints-without-words.test.ts",
    "test/unit/policypack/engine/metadata.test.ts",
    "test/unit/messages/error-catalog.test.ts",
    "test/unit/tools/rule-catalog.test.ts",
  ],
};
