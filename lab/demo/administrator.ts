/** Whoever may create in Azure and Entra what the refusals need. */
import type { Lab } from "../lab";
import { LAB_AZURE_LOCATION, LAB_TENANT_ID } from "../lab-facts";
import { azureEnvironment } from "../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../pulumi/plugins/azure-login/azure-session";
import { ArmClient } from "../pulumi/plugins/azure-native/arm-client";
import { GraphClient } from "../pulumi/plugins/azuread/graph-client";

/** Clients with a login, and where and under which names they create things. */
export interface Administrator {
  /** Of the subscription of the deployment. */
  readonly arm: ArmClient;
  readonly graph: GraphClient;
  readonly tenantId: string;
  readonly location: string;
  /** Beginning of the names of all that is created. */
  readonly prefix: string;
  /** How long a directory may take to know what was just created, in milliseconds. Default is not at all. */
  readonly patience?: number;
  /** Ends taking back what was created. Default: nothing does. */
  readonly hurry?: AbortSignal;
}

/** The deployer of a lab. */
export function labAdministrator(lab: Lab): Administrator {
  const session = new AzureSession(azureEnvironment({}, lab.pulumi.environment));
  return {
    arm: new ArmClient(session, LAB_AZURE_LOCATION),
    graph: new GraphClient(session),
    tenantId: LAB_TENANT_ID,
    location: LAB_AZURE_LOCATION,
    prefix: "demo",
  };
}
