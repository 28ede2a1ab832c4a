/** Compares what is in both clouds with what a stack's state says, by the doubles themselves. */
import {
  AddClientIDToOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import type { Lab } from "../../../lab";
import type { PulumiStack } from "../../../lab/pulumi";

/** What only one of both sides has. */
export interface Difference {
  readonly onlyInClouds: readonly string[];
  readonly onlyInState: readonly string[];
}

/** Both clouds of a lab, without what the lab itself put there. */
export class Clouds {
  private constructor(
    private readonly lab: Lab,
    private readonly iam: IAMClient,
    private readonly baseline: ReadonlySet<string>,
  ) {}

  /** Remembers what is there before anything is deployed. */
  static async watch(lab: Lab): Promise<Clouds> {
    const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
      lab.aws.rootEnvironment();
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    const iam = new IAMClient({ endpoint: AWS_ENDPOINT_URL, region: AWS_REGION, credentials });
    return new Clouds(lab, iam, new Set(await new Clouds(lab, iam, new Set()).ids()));
  }

  close(): void {
    this.iam.destroy();
  }

  /** Lets a provider take tokens for one more audience, as its owner does for another stack. */
  async addAudience(providerArn: string, audience: string): Promise<void> {
    const added = { OpenIDConnectProviderArn: providerArn, ClientID: audience };
    await this.iam.send(new AddClientIDToOpenIDConnectProviderCommand(added));
  }

  /** What was made since, by the IDs that the providers give it. Sorted. */
  async ids(): Promise<string[]> {
    const all = [...this.lab.azure.resourceIds(), ...this.#directory(), ...(await this.#account())];
    return all.filter((id) => !this.baseline.has(id)).sort();
  }

  /** Compares with the state. The OS disk of a VM stands for the VM, which makes and deletes it. */
  async compare(stack: PulumiStack): Promise<Difference> {
    const { deployment } = JSON.parse(await stack.exportWithSecrets()) as {
      deployment: { resources?: readonly { type: string; id?: string }[] };
    };
    const known = (deployment.resources ?? []).flatMap(({ type, id }) =>
      id === undefined || type.startsWith("pulumi:") ? [] : [id],
    );
    const there = await this.ids();
    const machines = (ids: readonly string[]): number =>
      ids.filter((id) => /\/virtualMachines\/[^/]+$/i.test(id)).length;
    const disks = there.filter((id) => /\/disks\/[^/]+$/i.test(id));
    const strayDisks = disks.length === machines(there) ? [] : disks;
    return {
      onlyInClouds: there.filter((id) => !known.includes(id) && !disks.includes(id)).concat(strayDisks),
      onlyInState: known.filter((id) => !there.includes(id)),
    };
  }

  #directory(): string[] {
    const { directory } = this.lab.azure.tenant();
    return [
      ...directory.applications().map(({ id }) => `/applications/${id}`),
      // Those of managed identities come and go with their resources.
      ...directory
        .servicePrincipals()
        .filter(({ servicePrincipalType }) => servicePrincipalType !== "ManagedIdentity")
        .map(({ id }) => `/servicePrincipals/${id}`),
      ...directory
        .assignments()
        .map(({ id, resourceId }) => `/servicePrincipals/${resourceId}/appRoleAssignedTo/${id}`),
    ];
  }

  async #account(): Promise<string[]> {
    const { OpenIDConnectProviderList: providers = [] } = await this.iam.send(
      new ListOpenIDConnectProvidersCommand(),
    );
    const { Roles: roles = [] } = await this.iam.send(new ListRolesCommand());
    const ids = providers.flatMap(({ Arn }) => Arn ?? []);
    for (const { RoleName } of roles) {
      const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName }));
      ids.push(RoleName ?? "", ...PolicyNames.map((policy) => `${RoleName ?? ""}:${policy}`));
    }
    return ids;
  }
}
