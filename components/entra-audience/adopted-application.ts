import { getApplication } from "@pulumi/azuread/getApplication";
import { getServicePrincipal } from "@pulumi/azuread/getServicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import type { EntraCloud } from "../../trust/entra";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { readOrProblem } from "../pulumi/provider-answers";
import { failUnlessSuspending } from "../pulumi/suspending";
import {
  adoptedApplicationProblems,
  type ReadApplication,
  usableApplication,
  type WantedApplication,
} from "./adopted-application-problems";
import type { EntraApplication } from "./entra-application";

/** The adopted application, and what it must be; all of it checked. */
export interface AdoptedApplicationSettings {
  readonly clientId: pulumi.Input<string>;
  readonly tenantId: pulumi.Output<string>;
  readonly cloud: pulumi.Output<EntraCloud>;
  readonly tokenVersion: pulumi.Output<number>;
  readonly audience: pulumi.Input<string | undefined>;
  readonly appRoleId: pulumi.Input<string | undefined>;
  /** Whether a workload is suspended by this update. */
  readonly suspended: boolean;
}

/**
 * Reads an existing application and its service principal and checks them. The policy pack cannot see them, because they are
 * not declared as resources. All problems are one error, in the preview if the ID is known there.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azuread` provider reads.
 */
export function adoptApplication(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  settings: AdoptedApplicationSettings,
): EntraApplication {
  const { clientId, tenantId, cloud, tokenVersion, audience, appRoleId, suspended } = settings;
  const adopted = pulumi
    .all([clientId, pulumi.all([tenantId, cloud, tokenVersion]), audience, appRoleId])
    .apply(async ([id, [tenant, entraCloud, version], uri, roleId]) => {
      const read = await readBoth(id, parent);
      if (read === undefined) {
        return pulumi.unknown as never;
      }
      if ("problems" in read) {
        return failLate(paths, read.problems);
      }
      const wanted: WantedApplication = {
        tenantId: tenant,
        cloud: entraCloud,
        tokenVersion: version,
        audience: uri ?? undefined,
        appRoleId: roleId ?? undefined,
      };
      const problems = adoptedApplicationProblems(read, wanted);
      await failUnlessSuspending(paths, parent, { problems, suspended });
      return {
        ...usableApplication(read, wanted),
        clientId: read.application.clientId,
        objectId: read.application.objectId,
        servicePrincipalObjectId: read.servicePrincipal.objectId,
      };
    });
  return {
    audience: adopted.audience,
    // A given URI is known without reading.
    plannedAudience: pulumi.all([audience]).apply(([given]) => pulumi.output(given ?? adopted.audience)),
    clientId: adopted.clientId,
    objectId: adopted.objectId,
    servicePrincipalObjectId: adopted.servicePrincipalObjectId,
    appRoleId: adopted.appRoleId,
  };
}

/** Undefined while the provider cannot be asked, as in a preview that configures it. */
async function readBoth(
  clientId: string,
  parent: pulumi.Resource,
): Promise<ReadApplication | { readonly problems: readonly ArgumentProblem[] } | undefined> {
  const path = "applicationClientId";
  const [application, servicePrincipal] = await Promise.all([
    readOrProblem(getApplication({ clientId }, { parent }), {
      path,
      refused: (providerError) =>
        coded(
          "application-unreadable",
          `cannot read application ${JSON.stringify(clientId)} (provider error: ${providerError})`,
          `Check it: az ad app show --id ${clientId}`,
        ),
    }),
    readOrProblem(getServicePrincipal({ clientId }, { parent }), {
      path,
      refused: (providerError) =>
        coded(
          "service-principal-unreadable",
          `cannot read the service principal of application ${JSON.stringify(clientId)} (provider error: ${providerError})`,
          `Check it: az ad sp show --id ${clientId}. If there is none: az ad sp create --id ${clientId}`,
        ),
    }),
  ]);
  const problems = [application.problem, servicePrincipal.problem].filter((problem) => problem !== undefined);
  if (problems.length > 0) {
    return { problems };
  }
  const isThere = application.value?.clientId !== undefined && servicePrincipal.value?.clientId !== undefined;
  return isThere ? { application: application.value, servicePrincipal: servicePrincipal.value } : undefined;
}
