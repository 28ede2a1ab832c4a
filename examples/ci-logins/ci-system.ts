import * as pulumi from "@pulumi/pulumi";

/** The pipeline's logins: previews of pull requests, the check at night, and updates of main. */
export const LOGINS = ["preview", "drift", "update"] as const;

/** One of {@link LOGINS}. */
export type Login = (typeof LOGINS)[number];

/** Whose tokens a login accepts. */
export interface Subject {
  readonly issuer: string;
  /** The exact `sub` claim, or a pattern with `*` where the CI system puts a name that changes. */
  readonly sub: string;
}

const GITHUB = "https://token.actions.githubusercontent.com";
const GITLAB = "https://gitlab.com";

/**
 * The tokens that each job of the pipelines in `examples/ci` has.
 *
 * Previews have subjects of their own: a job of a pull request cannot get the token of main. The check at night runs on main too, so
 * it has the subject of updates, and another application and another role.
 */
export function subjectsOf(config: pulumi.Config): Readonly<Record<Login, Subject>> {
  const ci = config.require("ci");
  const repository = config.get("repository") ?? "";
  if (ci === "github") {
    const main = { issuer: GITHUB, sub: `repo:${repository}:ref:refs/heads/main` };
    return { preview: { issuer: GITHUB, sub: `repo:${repository}:pull_request` }, drift: main, update: main };
  }
  if (ci === "gitlab") {
    const branch = (name: string): Subject => ({
      issuer: GITLAB,
      sub: `project_path:${repository}:ref_type:branch:ref:${name}`,
    });
    // The token of a merge request names its source branch.
    return { preview: branch("*"), drift: branch("main"), update: branch("main") };
  }
  if (ci === "azure-pipelines") {
    const connections =
      config.requireObject<Record<Login, { issuer: string; subject: string }>>("connections");
    const of = ({ issuer, subject }: { issuer: string; subject: string }): Subject => ({
      issuer,
      sub: subject,
    });
    return {
      preview: of(connections.preview),
      drift: of(connections.drift),
      update: of(connections.update),
    };
  }
  throw new pulumi.RunError(`ci: unknown CI system "${ci}". Expected github, gitlab, or azure-pipelines`);
}
