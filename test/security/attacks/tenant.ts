/** Attempts of an unassigned identity of the tenant to give itself access in Entra and Azure. */
import { LAB_DEPLOYER, LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import { askImds } from "../exploits/ask-imds";
import { signIn } from "../exploits/entra-sign-in";
import { Refused } from "../exploits/outcome";
import type { Attack, AttackContext, AttackGroup, Refusal } from "./attack";
import { attachesIdentity } from "./identity-assignment";

const GRAPH = "https://graph.microsoft.com/";
const ARM = "https://management.azure.com/";

/** A request as the unassigned identity, with its own token. @throws Refused with the API's code */
async function asUnassigned(
  context: AttackContext,
  api: typeof GRAPH | typeof ARM,
  [method, path, body]: readonly [method: string, path: string, body: object],
): Promise<unknown> {
  const { vm, strangers, lab } = context;
  const token = await askImds(vm, strangers.unassigned.clientId, api);
  const address =
    api === GRAPH ? `https://graph.microsoft.com/v1.0${path}` : `https://management.azure.com${path}`;
  const response = await fetch(lab.azure.resolve(address), {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { error?: { code?: string; message?: string } };
  if (response.ok) {
    return answer;
  }
  throw new Refused(answer.error?.code ?? String(response.status), answer.error?.message ?? "");
}

const GRAPH_REFUSAL: Refusal = {
  code: "Authorization_RequestDenied",
  message: "Insufficient privileges to complete the operation.",
};

function graphAttack(
  name: string,
  request: (context: AttackContext) => readonly [method: string, path: string, body: object],
): Attack {
  return {
    name,
    refusal: GRAPH_REFUSAL,
    attempt: (context) => asUnassigned(context, GRAPH, request(context)),
  };
}

/** An attempt to write a resource in the stack's resource group, at the path for these names. */
function armAttack(
  name: string,
  action: string,
  resource: (names: Readonly<Record<"group" | "machine" | "identity", string>>) => string,
  body: object,
): Attack {
  const inGroup = (group: string) =>
    `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${group}/providers`;
  const named = { group: "<resource group>", machine: "<machine>", identity: "<identity>" };
  return {
    name,
    refusal: {
      code: "AuthorizationFailed",
      message:
        "The client '<unassigned client ID>' with object id '<unassigned principal ID>' does not have authorization to " +
        `perform action '${action}/write' over scope '${inGroup(named.group)}/${resource(named)}' or the scope is ` +
        "invalid. If access was recently granted, please refresh your credentials.",
    },
    attempt: async (context) => {
      const { target, lab } = context;
      const [group, machine] = [target.resourceGroupName, target.virtualMachineName];
      const identity = lab.azure.tenant().directory.servicePrincipal(target.clientId)?.displayName ?? "";
      const path = `${inGroup(group)}/${resource({ group, machine, identity })}?api-version=2024-11-01`;
      return asUnassigned(context, ARM, ["PUT", path, body]);
    },
  };
}

function servicePrincipalOf({ lab, target }: AttackContext): {
  id: string;
  appRoleId: string;
  applicationId: string;
} {
  const { directory } = lab.azure.tenant();
  const application = directory.application(target.applicationClientId);
  return {
    id: directory.servicePrincipal(target.applicationClientId)?.id ?? "",
    appRoleId: application?.appRoles[0]?.id ?? "",
    applicationId: application?.id ?? "",
  };
}

export const tenant: AttackGroup = {
  name: "tenant",
  title: "An identity of the tenant that tries to give itself access",
  attacks: [
    graphAttack("assigns itself to the application", (context) => {
      const { id, appRoleId } = servicePrincipalOf(context);
      const { principalId } = context.strangers.unassigned;
      const path = `/servicePrincipals/${id}/appRoleAssignedTo`;
      return ["POST", path, { principalId, resourceId: id, appRoleId }];
    }),
    graphAttack("removes the requirement of an assignment", (context) => [
      "PATCH",
      `/servicePrincipals/${servicePrincipalOf(context).id}`,
      { appRoleAssignmentRequired: false },
    ]),
    graphAttack("adds a secret to the application", (context) => [
      "POST",
      `/applications/${servicePrincipalOf(context).applicationId}/addPassword`,
      { passwordCredential: { displayName: "planted" } },
    ]),
    graphAttack("registers an application with the same ID URI", ({ target }) => [
      "POST",
      "/applications",
      { displayName: "planted", identifierUris: [target.audience] },
    ]),
    armAttack(
      "plants a federated identity credential on the workload's identity",
      "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
      ({ identity }) =>
        `Microsoft.ManagedIdentity/userAssignedIdentities/${identity}/federatedIdentityCredentials/planted`,
      {
        properties: {
          issuer: "https://example.com",
          subject: "x",
          audiences: ["api://AzureADTokenExchange"],
        },
      },
    ),
    armAttack(
      "runs a command on the workload's VM",
      "Microsoft.Compute/virtualMachines/runCommands",
      ({ machine }) => `Microsoft.Compute/virtualMachines/${machine}/runCommands/planted`,
      { location: "westeurope", properties: { source: { script: "touch /tmp/planted" } } },
    ),
    attachesIdentity,
    {
      name: "asks for a token as the deployer without its secret",
      refusal: {
        code: "AADSTS7000216",
        message:
          "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' " +
          "grant type.",
      },
      attempt: ({ lab, target }) => signIn(lab, LAB_DEPLOYER.clientId, target.audience, {}),
    },
    {
      name: "asks for a token as the workload's identity with a secret",
      refusal: {
        code: "AADSTS7000215",
        message:
          "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client " +
          "secret value, not the client secret ID, for a secret added to app '<client ID>'.",
      },
      attempt: ({ lab, target }) =>
        signIn(lab, target.clientId, target.audience, { client_secret: "guessed" }),
    },
  ],
};
