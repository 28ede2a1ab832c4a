/** Actions on a job of Container Apps: start it, and read its executions. */
import { randomBytes } from "node:crypto";
import { type Request, Router } from "express";
import type { JobExecution } from "../container-apps/container-apps";
import { readContainerTemplate } from "../container-apps/container-template";
import { ArmError } from "../resources/arm-error";
import type { Resource } from "../resources/resource-store";
import { bodyOf } from "./arm-exchange";
import type { ResourceManager } from "./resource-manager";
import { secretsOf } from "./types/container-secrets";

const JOB = "/subscriptions/:subscriptionId/resourcegroups/:group/providers/microsoft.app/jobs/:job";

/** The routes of "Jobs - Start", "Job Execution", and "Jobs Executions - List". */
export function jobActionsRouter(manager: ResourceManager): Router {
  const router = Router();
  const { containerApps } = manager.context;
  const jobOf = (request: Request): Resource =>
    manager.get(manager.locate(request.path.replace(/\/(start|executions(\/[^/]+)?)$/i, "")));

  // @evidence documentation A start answers 200 with the `name` and the `id` of the execution, or 202. Source: Azure/azure-rest-api-specs
  // specification/app/resource-manager/Microsoft.App/stable/2024-03-01/examples/Job_Start.json at 72fde75.
  router.post(`${JOB}/start`, async (request, response) => {
    const job = jobOf(request);
    if (request.body !== undefined && Object.keys(bodyOf(request)).length > 0) {
      throw ArmError.notInTheLab("a start with another template than the job's");
    }
    const name = `${job.id.name}-${randomBytes(4).toString("hex").slice(0, 7)}`;
    await containerApps.execute(
      job,
      name,
      readContainerTemplate(job.body.properties, secretsOf(job.secrets)),
    );
    response.json({ name, id: `${job.id.text}/executions/${name}` });
  });

  // @evidence documentation The executions of a job can be listed. Source: "Jobs Executions - List".
  router.get(`${JOB}/executions`, (request, response) => {
    const job = jobOf(request);
    response.json({ value: containerApps.executions(job.id).map((each) => executionView(job, each)) });
  });

  // @evidence documentation One execution can be read. Source: "Job Execution".
  router.get(`${JOB}/executions/:execution`, (request, response) => {
    const job = jobOf(request);
    const { execution } = request.params;
    const found = containerApps.executions(job.id).find(({ name }) => name === execution);
    if (found === undefined) {
      // @evidence inferred An execution that does not exist is not found. Reason: the text is that of other resources.
      throw ArmError.notFound(manager.locate(request.path));
    }
    response.json(executionView(job, found));
  });
  return router;
}

/**
 * @evidence documentation An execution has `id`, `name`, `type`, and in `properties` its `status`, `startTime`, `endTime`, and
 *   `template`. Source: Azure/azure-rest-api-specs
 *   specification/app/resource-manager/Microsoft.App/stable/2024-03-01/Jobs.json (`JobExecution`).
 */
function executionView({ id, body }: Resource, { name, ...properties }: JobExecution): object {
  return {
    id: `${id.text}/executions/${name}`,
    name,
    type: "Microsoft.App/jobs/executions",
    properties: { ...properties, template: body.properties.template },
  };
}
