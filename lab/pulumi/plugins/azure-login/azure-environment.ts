/** Where the Azure plugins find their cloud and who they are there. */
import { coded, withCode } from "../../../../messages";
import type { Properties } from "../kernel/property-value";

/** Addresses and credentials of the Azure plugins. */
export interface AzureEnvironment {
  /** Base of Azure Resource Manager, Microsoft Graph and the token endpoint; no slash at the end. */
  readonly armEndpoint: string;
  readonly graphEndpoint: string;
  readonly loginEndpoint: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the Azure CLI keeps of a person's `az login`, if any. It is used if no client secret is set. */
  readonly azRefreshToken: string | undefined;
}

/** Application ID of the Azure CLI, as which a person signs in. */
export const AZURE_CLI_CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

const variables: Readonly<Record<Exclude<keyof AzureEnvironment, "azRefreshToken">, string>> = {
  armEndpoint: "LAB_ARM_ENDPOINT",
  graphEndpoint: "LAB_GRAPH_ENDPOINT",
  loginEndpoint: "LAB_LOGIN_ENDPOINT",
  tenantId: "ARM_TENANT_ID",
  subscriptionId: "ARM_SUBSCRIPTION_ID",
  clientId: "ARM_CLIENT_ID",
  clientSecret: "ARM_CLIENT_SECRET",
};

/**
 * Reads the environment; the provider's configuration wins over it, except for the lab's addresses. A missing value is
 * an error only when it is used, since previews of plain programs need none.
 */
export function azureEnvironment(config: Properties, env: NodeJS.ProcessEnv = process.env): AzureEnvironment {
  const { LAB_AZ_REFRESH_TOKEN: refreshToken = "" } = env;
  const hasSecret = (config.clientSecret ?? env.ARM_CLIENT_SECRET ?? "") !== "";
  const isPerson = refreshToken !== "" && !hasSecret;
  const environment = { azRefreshToken: isPerson ? refreshToken : undefined } as AzureEnvironment;
  for (const [name, variable] of Object.entries(variables)) {
    Object.defineProperty(environment, name, {
      enumerable: true,
      get: () => {
        if (isPerson && name === "clientId") {
          return AZURE_CLI_CLIENT_ID;
        }
        const value = config[name] ?? env[variable];
        if (typeof value === "string" && value !== "") {
          return value.replace(/\/+$/, "");
        }
        throw new Error(
          withCode(
            coded(
              "lab-environment-missing",
              `${variable}: not set. Expected the environment of a lab`,
              "Start a lab (npm start -w lab), and source the file that it prints",
            ),
          ),
        );
      },
    });
  }
  return environment;
}
