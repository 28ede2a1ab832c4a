/** Decides which AWS services a role can change, and so which might run a role that it passes. */
import { matchesWildcards, stringsIn } from "../../../trust";

/** How the names of actions begin that change nothing. Source: AWS, "Service Authorization Reference", access levels Read and List. */
const READS =
  /^(?:batchdescribe|batchget|batchread|describe|get|head|list|lookup|query|scan|search|select|view)/i;

/**
 * The services in which a statement may change something: the part of each pattern before the colon, `*` for all.
 *
 * @param action - The statement's `Action`.
 * @param notAction - Its `NotAction`, which leaves something of each service.
 */
export function servicesWritten(action: unknown, notAction: unknown): readonly string[] {
  return notAction === undefined
    ? stringsIn(action).flatMap((pattern) => {
        const [service = "", name = "*"] = pattern.toLowerCase().split(":", 2);
        return READS.test(name) ? [] : [service];
      })
    : ["*"];
}

/** Services whose roles other services use too, by the names in their principals. Source: each service's page on its role. */
const USED_BY: Readonly<Record<string, readonly string[]>> = {
  ec2: [
    "autoscaling",
    "batch",
    "cloud9",
    "datapipeline",
    "ecs",
    "eks",
    "elasticbeanstalk",
    "elasticmapreduce",
    "gamelift",
    "imagebuilder",
    "opsworks",
    "pcs",
    "ssm",
  ],
  "ecs-tasks": ["batch"],
  edgelambda: ["cloudfront", "lambda"],
  lambda: ["serverlessrepo", "synthetics"],
  opensearchservice: ["es"],
  spotfleet: ["ec2"],
  "vpc-flow-logs": ["ec2"],
};

/**
 * Whether somebody who may change some services may change the one that a principal stands for: `ecs` for
 * `ecs-tasks.amazonaws.com`, `eks` for `pods.eks.amazonaws.com`.
 *
 * @param written - As {@link servicesWritten} has them.
 */
export function writesServiceOf(written: readonly string[], principal: string): boolean {
  const name = principal.toLowerCase().replace(/\.amazonaws\.com(?:\.cn)?$/, "");
  const labels = name.split(".");
  const services = [
    ...labels,
    ...labels.map((label) => label.split("-")[0] ?? ""),
    ...labels.flatMap((label) => USED_BY[label] ?? []),
  ];
  return (
    principal.includes("*") ||
    services.some((service) => written.some((pattern) => matchesWildcards(pattern, service)))
  );
}
