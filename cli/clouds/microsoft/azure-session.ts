/** Signs preflight and keys find in to Azure Resource Manager and Microsoft Graph. */
import type { TokenCredential } from "@azure/identity" with { "resolution-mode": "import" };
import { isRead, type Reading } from "../reading";
import { refusalText } from "../refusal-text";
import type { Sdks } from "../sdks";
import { AzureApi } from "./azure-api";
import type { AzureEndpoints } from "./azure-cloud";
import { type AzureCredential, azureCredential, type SignIn } from "./azure-credential";
import { type AzureIdentity, identityOf } from "./identity-claims";

/** A login to one API of Microsoft's. */
export interface AzureSession {
  readonly identity: AzureIdentity;
  readonly api: AzureApi;
}

/** The logins to Azure. */
export interface AzureSessions {
  /** How the providers sign in. */
  readonly how: string;
  /** Whether it is the Azure CLI. Default: false. */
  readonly isCli?: boolean;
  /** The command or the setting that fixes a failing login. */
  readonly remedy: string;
  readonly arm: Reading<AzureSession>;
  readonly graph: Reading<AzureSession>;
  /** Who is signed in instead, if there is a login, but not to the wanted tenant. */
  readonly elsewhere?: AzureIdentity | undefined;
}

/** Where the APIs are, and by which names tokens for them are asked. */
export interface AzurePlace {
  /** Where requests go. */
  readonly endpoints: AzureEndpoints;
  /** The cloud's own endpoints, which are the names of the APIs. */
  readonly names: AzureEndpoints;
  readonly tenantId: string | undefined;
}

/** Signs in as the Pulumi providers do. */
export async function signInToAzure(
  sdks: Sdks<"identity">,
  { endpoints, names, tenantId }: AzurePlace,
  environment: NodeJS.ProcessEnv,
): Promise<AzureSessions> {
  const signIn: SignIn = { tenantId, authorityHost: endpoints.login };
  let login: AzureCredential;
  try {
    login = azureCredential(sdks, signIn, environment);
  } catch (error) {
    const refusal = { refused: refusalText((error as Error).message) };
    const remedy = "# Set the missing variable, or unset the ARM_ variables and run az login.";
    return { how: "the ARM_ variables", remedy, arm: refusal, graph: refusal };
  }
  const { how, remedy, isCli = false } = login;
  const arm = await open(login, names.arm, endpoints.arm);
  if (!isRead(arm) && login.otherTenant !== undefined) {
    const other = await open({ ...login, credential: login.otherTenant }, names.arm, endpoints.arm);
    if (isRead(other)) {
      const refusal = { refused: `the login is in another tenant: ${arm.refused}` };
      return { how, remedy, isCli, arm: refusal, graph: refusal, elsewhere: other.value.identity };
    }
  }
  // Two starts of the Azure CLI at once can spoil its files.
  const graph = await open(login, names.graph, endpoints.graph);
  return { how, remedy, isCli, arm, graph };
}

async function open(
  { how, credential }: Pick<AzureCredential, "how" | "credential">,
  name: string,
  endpoint: string,
): Promise<Reading<AzureSession>> {
  try {
    let first = await credential.getToken(`${name}/.default`);
    if (first === null) {
      return { refused: `${how} returned no token` };
    }
    const identity = identityOf(first.token);
    // The Azure CLI is not started again before the first token ends.
    const getToken: TokenCredential["getToken"] = async (scopes) => {
      const found = first ?? (await credential.getToken(scopes));
      first = null;
      return found;
    };
    return { value: { identity, api: new AzureApi({ credential: { getToken }, scope: name, endpoint }) } };
  } catch (error) {
    return { refused: refusalText((error as Error).message) };
  }
}
