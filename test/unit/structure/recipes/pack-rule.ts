import type { Recipe } from "./recipe";

const NAME = "no-trial-users";
const EXPLOIT = `test/security/exploits/${NAME}`;

/** A rule of the policy pack: no IAM users on trial. */
export const packRule: Recipe = {
  heading: "A rule of the policy pack",
  most: 7,
  async follow(copy) {
    await copy.add(
      `policypack/rules/${NAME}.ts`,
      `import { coded } from "../../messages";
import { nist } from "../engine/controls";
import { type RuleDefinition, violation } from "../engine/rule-definition";

/** Refuses IAM users on trial: a federation exists so that no user is needed. */
export const noTrialUsers: RuleDefinition = {
  name: "${NAME}",
  displayName: "No users on trial",
  description: "No stack has an IAM user with the path /trial/.",
  enforcementLevel: "mandatory",
  severity: "low",
  tags: ["aws", "iam"],
  framework: nist("AC-2"),
  otherControls: { iso27001: "A.5.17" },
  remediationSteps: "Remove the user, and let people sign in through IAM Identity Center.",
  looksAt: "IAM users",
  configuration: {},
  *judgeResource(resource) {
    if (resource.type === "aws:iam/user:User" && resource.get("path") === "/trial/") {
      const text = \`\${resource.name} is an IAM user on trial. Expected none.\`;
      yield violation(resource, coded("iam-user-on-trial", text));
    }
  },
};
`,
    );
    const index = "policypack/rules/index.ts";
    await copy.insert(index, "import { noLongLivedAwsKeys", `import { noTrialUsers } from "./${NAME}";\n`);
    await copy.insert(index, "  noLongLivedAwsKeys,\n", "  noTrialUsers,\n");
    await copy.add(
      `docs/reference/rules/${NAME}.md`,
      `# ${NAME}

|             |                       |
| ----------- | --------------------- |
| Enforcement | mandatory             |
| Severity    | low                   |
| Looks at    | IAM users             |
| Kind        | resource rule         |

## What it rejects

An IAM user with the path \`/trial/\`.

## Wrong

\`\`\`ts
new aws.iam.User("carol", { path: "/trial/" });
\`\`\`

## Right

\`\`\`ts
new aws.iam.Role("people", { assumeRolePolicy });
\`\`\`

## How to fix it

Remove the user.

## Options

None.

## Why there is no exploit

A user without a key or a password lets nobody in.

## What it cannot see

Users that something outside the stack creates.

## Sources

- AWS IAM User Guide: "Security best practices in IAM"
`,
    );
    await copy.add(
      `test/unit/policypack/rules/${NAME}.test.ts`,
      `import assert from "node:assert/strict";
import { noTrialUsers as rule } from "../../../../policypack/rules/${NAME}";
import { NOTHING, validateResource } from "../validate";

describe("${NAME}", () => {
  it("refuses an IAM user on trial, and nothing else", async () => {
    const resource = { type: "aws:iam/user:User", name: "carol", props: { path: "/trial/" } };
    const { violations } = await validateResource(rule, resource);
    assert.match(violations.join(), /^carol is an IAM user on trial\\. Expected none\\./);
    assert.deepEqual(await validateResource(rule, { ...resource, props: { path: "/" } }), NOTHING);
  });
});
`,
    );
    await copy.add(
      `${EXPLOIT}/Pulumi.yaml`,
      "name: exploit\ndescription: An IAM user on trial.\nruntime: nodejs\nmain: index.ts\n",
    );
    await copy.add(
      `${EXPLOIT}/index.ts`,
      `import { User } from "@pulumi/aws/iam/user";
import { handmadeFederation } from "../handmade-federation";

export const { roleArn, audience, oidcProviderArn, applicationClientId, clientId, principalId } =
  handmadeFederation().outputs;

new User("carol", { path: "/trial/" });
`,
    );
    await copy.add(
      `${EXPLOIT}/attack.ts`,
      `import { enter } from "../enter";
import type { Lockout } from "../exploit";

/** A user without a key or a password opens nothing. */
export const noTrialUsers: Lockout = {
  rule: "${NAME}",
  title: "the workload gets in as before",
  reason: "a user without a key or a password lets nobody in",
  refused: ["carol"],
  countedAs: "AWS Users",
  attack: enter,
  mistakes: [{ name: "user", title: "an IAM user on trial", refusal: undefined }],
};
`,
    );
    await copy.insert(
      "docs/errors/pack-findings.md",
      "## long-lived-credential\n",
      `## iam-user-on-trial

\`\`\`text
carol is an IAM user on trial. Expected none. [iam-user-on-trial]
\`\`\`

**Cause.** A federation exists so that no IAM user is needed.

**Fix.** Remove the user.

`,
    );
    await copy.insert(
      "test/unit/agreement/fingerprints-without-words.test.ts",
      '    template("conditional", conditional),',
      '    resource("aws:iam/user:User", "trial", { path: "/trial/" }),\n',
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
