/** What the clouds have of a federation, by the commands of the recovery page. */
import type { RecoveryPage } from "./recovery-page";
import type { Shell } from "./shell";

/** Something that is in a cloud. */
export interface Found {
  /** What its provider calls it: the ID in the state. */
  readonly id: string;
  /** Which of the page's commands deletes it: a part of the command. */
  readonly removal: string;
  /** Shell variables of that command. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What is looked for. */
export interface Federation {
  readonly name: string;
  readonly tenantId: string;
  readonly audience: string;
  /** The state's file, where the backend is a folder. */
  readonly stateFile: string;
}

interface ArmItem {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties?: { readonly provisioningState?: string };
}

type GraphItem = Readonly<Record<"id" | "appId", string>>;

/** States in which Azure is still at work. */
const UNDER_WAY = /^(creating|updating|deleting)$/i;

/** Looks until nothing is under way any more. What depends on others comes first. */
export async function takeInventory(page: RecoveryPage, shell: Shell, sought: Federation): Promise<Found[]> {
  const ask = async <T>(command: string, variables: Record<string, string> = {}): Promise<T> =>
    JSON.parse(await shell.run(page.command(command), variables)) as T;
  return [...(await entra(ask, sought)), ...(await azure(ask, sought)), ...(await aws(ask, sought))];
}

type Ask = <T>(command: string, variables?: Record<string, string>) => Promise<T>;

async function entra(ask: Ask, { audience }: Federation): Promise<Found[]> {
  const graph = async (command: string, variables: Record<string, string>): Promise<readonly GraphItem[]> =>
    (await ask<{ value: readonly GraphItem[] }>(command, variables)).value;
  const all: Found[] = [];
  for (const application of await graph("/applications?", { AUDIENCE: audience })) {
    const ofApplication = { APPLICATION_ID: application.id };
    const id = `/applications/${application.id}`;
    all.unshift({ id, removal: "/applications/$APPLICATION_ID", variables: ofApplication });
    const variables = { APPLICATION_CLIENT_ID: application.appId };
    for (const principal of await graph("/servicePrincipals?", variables)) {
      const ofPrincipal = { SERVICE_PRINCIPAL_ID: principal.id };
      const path = `/servicePrincipals/${principal.id}`;
      all.unshift({
        id: path,
        removal: 'delete --url "https://graph.microsoft.com/v1.0/servicePrincipals/$SERVICE_PRINCIPAL_ID"',
        variables: ofPrincipal,
      });
      for (const assigned of await graph('$SERVICE_PRINCIPAL_ID/appRoleAssignedTo"', ofPrincipal)) {
        all.unshift({
          id: `${path}/appRoleAssignedTo/${assigned.id}`,
          removal: "/appRoleAssignedTo/$ASSIGNMENT_ID",
          variables: { ...ofPrincipal, ASSIGNMENT_ID: assigned.id },
        });
      }
    }
  }
  return all;
}

async function azure(ask: Ask, federation: Federation): Promise<Found[]> {
  for (;;) {
    const { items, found } = await listAzure(ask, federation);
    if (!items.some(({ properties }) => UNDER_WAY.test(properties?.provisioningState ?? ""))) {
      return found;
    }
  }
}

async function listAzure(
  ask: Ask,
  { name }: Federation,
): Promise<{ items: readonly ArmItem[]; found: Found[] }> {
  const list = async (command: string, variables: Record<string, string>): Promise<readonly ArmItem[]> =>
    (await ask<{ value: readonly ArmItem[] }>(command, variables)).value;
  const groups = (await ask<readonly ArmItem[]>("az group list")).filter((group) =>
    group.name.startsWith(`${name}-`),
  );
  const items: ArmItem[] = [];
  for (const group of groups) {
    const inside = await list("$GROUP_ID/resources", { GROUP_ID: group.id });
    for (const item of inside) {
      const children = /\/virtualNetworks$/i.test(item.type)
        ? await list("$NETWORK_ID/subnets", { NETWORK_ID: item.id })
        : /\/virtualMachines$/i.test(item.type)
          ? await list("$VM_ID/runCommands", { VM_ID: item.id })
          : [];
      items.push(item, ...children);
    }
  }
  const resources = items.map(({ id }): Found => ({
    id,
    removal: "az resource delete",
    variables: { ID: id },
  }));
  const ofGroups = groups.map(({ id, name: group }): Found => ({
    id,
    removal: "az group delete",
    variables: { GROUP: group },
  }));
  return { items, found: [...resources.sort(byDependence), ...ofGroups] };
}

/** What uses others stands before them. */
const ORDER = [
  "runCommands",
  "virtualMachines",
  "networkInterfaces",
  "subnets",
  "natGateways",
  "publicIPAddresses",
  "virtualNetworks",
];

function byDependence(a: Found, b: Found): number {
  const place = ({ id }: Found): number => {
    const index = ORDER.findIndex((type) => id.split("/").at(-2)?.toLowerCase() === type.toLowerCase());
    return index < 0 ? ORDER.length : index;
  };
  return place(a) - place(b);
}

async function aws(ask: Ask, { audience, tenantId }: Federation): Promise<Found[]> {
  const found: Found[] = [];
  const roles = await ask<readonly { RoleName: string }[]>("aws iam list-roles", {
    AUDIENCE: audience,
  });
  for (const { RoleName: role } of roles) {
    const { PolicyNames: policies } = await ask<{ PolicyNames: readonly string[] }>(
      "aws iam list-role-policies",
      { ROLE: role },
    );
    for (const policy of policies) {
      const variables = { ROLE: role, POLICY: policy };
      found.push({ id: `${role}:${policy}`, removal: "delete-role-policy", variables });
    }
    found.push({ id: role, removal: "aws iam delete-role ", variables: { ROLE: role } });
  }
  const { OpenIDConnectProviderList: providers } = await ask<{
    OpenIDConnectProviderList: readonly { Arn: string }[];
  }>("aws iam list-open-id-connect-providers");
  for (const { Arn: arn } of providers.filter((provider) => provider.Arn.includes(tenantId))) {
    found.push({ id: arn, removal: "delete-open-id-connect-provider", variables: { ARN: arn } });
  }
  return found;
}
