import type * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { type ArgumentProblem, sentence } from "../arguments/argument-problem";
import { PerDeployment } from "../deployment";
import { warn } from "./component";

/** A problem of an adopted resource. */
export interface AdoptedProblem extends ArgumentProblem {
  /** Whether it merely blocks access and nothing else depends on it, so an update may go on to cut a workload off. */
  readonly acceptable?: true;
}

/** Components with a workload that is suspended. */
const suspending = new PerDeployment(() => new WeakSet<pulumi.Resource>());

/**
 * Lets updates of a component go on despite acceptable problems of adopted resources: an update that fails cuts nobody off,
 * so an application that someone disabled by hand in an incident must not stop it.
 */
export function suspend(component: pulumi.Resource): void {
  suspending.current().add(component);
}

/** Whether a component's parent has a workload that is suspended. */
export function isSuspending(opts: pulumi.ComponentResourceOptions | undefined): boolean {
  return opts?.parent !== undefined && suspending.current().has(opts.parent);
}

/**
 * Fails with the problems of adopted resources, or warns of them if all are acceptable and a workload is suspended.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, at which warnings are shown.
 */
export async function failUnlessSuspending(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  { problems, suspended }: { readonly problems: readonly AdoptedProblem[]; readonly suspended: boolean },
): Promise<void> {
  if (problems.length === 0) {
    return;
  }
  if (!suspended || problems.some(({ acceptable }) => acceptable !== true)) {
    return failLate(paths, problems);
  }
  for (const problem of problems) {
    const problemText = `${problem.path}: ${sentence(problem)}`;
    await warn(
      coded(
        "suspended-problem-tolerated",
        `while a workload is suspended, this problem does not stop the update. Fix it once the incident is over. ${problemText}`,
      ),
      parent,
    );
  }
}
