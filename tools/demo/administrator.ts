/** The administrator who creates the resources in Azure and Entra that the refused attempts need. */
import type { Lab } from "../../lab";
import { LAB_AZURE_LOCATION, LAB_TENANT_ID } from "../../lab/lab-facts";
import { ArmClient, azureEnvironment, AzureSession, GraphClient } from "../../lab/pulumi";

/** Clients with a login, and the place and names of the resources that they create. */
export interface Administrator {
  /** Of the subscription of the deployment. */
  readonly arm: ArmClient;
  readonly graph: GraphClient;
  readonly tenantId: string;
  readonly location: string;
  /** Beginning of the names of all that is created. */
  readonly prefix: string;
  /** How long a directory may take to show a new object, in milliseconds. Default is not at all. */
  readonly patience?: number;
  /** Ends the removal of these resources. Default: nothing does. */
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
