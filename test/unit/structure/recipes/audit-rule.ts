import type { Recipe } from "./recipe";

const TESTS = "test/unit/cli/audit/rules/rules.test.ts";

/** A rule of the audit: no role that is left from a trial. */
export const auditRule: Recipe = {
  heading: "A rule of the audit",
  most: 4,
  async follow(copy) {
    await copy.add(
      "cli/audit/rules/role-is-a-trial.ts",
      `/** The audit's rule on roles that are left from a trial. */
import type { AuditRule } from "./audit-rule";

/** Roles whose name says that they are a trial. */
export const roleIsATrial: AuditRule = {
  id: "role-is-a-trial",
  severity: "low",
  title: "No role is left from a trial.",
  why: "Nobody watches a role that was made for a trial.",
  fix: "Delete the role.",
  limits: "Only the name tells that a role is a trial.",
  *find({ roles }) {
    for (const { role } of roles) {
      if (role.name.startsWith("trial-")) {
        yield {
          subject: role.arn,
          message: \`Role \${role.name} of account \${role.account} is left from a trial.\`,
          remedy: "Delete the role.",
          cause: [],
        };
      }
    }
  },
};
`,
    );
    const index = "cli/audit/rules/index.ts";
    await copy.insert(index, "import { roleLeadsTo", 'import { roleIsATrial } from "./role-is-a-trial";\n');
    await copy.insert(index, "  roleUnused,\n", "  roleIsATrial,\n");
    await copy.insert(
      TESTS,
      '  "trust-admits-anyone": [\n',
      `  "role-is-a-trial": [
    [...deployed(), role("trial-1", [WEB])],
    \`low: Role trial-1 of account \${ACCOUNT} is left from a trial.\`,
    deployed(),
  ],
`,
    );
  },
  tests: [TESTS, "test/unit/tools/audit-pages.test.ts"],
};
