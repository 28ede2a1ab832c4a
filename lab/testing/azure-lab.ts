/** An Azure double for a test, with a login and the resources that a virtual machine needs. */
import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newestApiVersion } from "../azure/arm/api-versions";
import { AzureDouble, type AzureDoubleOptions } from "../azure/azure-double";
import { describeWith } from "./describe-with";
import { startOrStop, stoppedBy } from "./start-or-stop";

export const TENANT_ID = "11111111-2222-4333-8444-555555555555";
export const FOREIGN_TENANT_ID = "99999999-2222-4333-8444-555555555555";
export const SUBSCRIPTION_ID = "aaaaaaaa-2222-4333-8444-555555555555";
export const LOCATION = "westeurope";
export const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg`;

/** An answer: its status, headers and JSON body. */
export interface AzureAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** A deployer that need not own what it changes, so that the provider may take its ownership away. */
export const BROAD_DEPLOYER = {
  clientId: "dddddddd-2222-4333-8444-555555555555",
  clientSecret: "a secret",
  graphPermissions: ["Application.ReadWrite.All", "Application.Read.All", "AppRoleAssignment.ReadWrite.All"],
};

/** A key of the right form: the name of its type, then 32 bytes (RFC 8709). */
export const SSH_KEY = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString("base64")} test`;

/** A double that is running, and calls to it as its deployer. */
export class AzureLab {
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly azure: AzureDouble,
    readonly directory: string,
  ) {}

  static async start(options: Partial<AzureDoubleOptions> = {}): Promise<AzureLab> {
    return startOrStop(async (keep) => {
      const directory = await realpath(await mkdtemp(join(tmpdir(), "azure-lab-")));
      keep(stoppedBy(() => rm(directory, { recursive: true })));
      // A machine's users must be able to enter the folder that plays its root.
      await chmod(directory, 0o711);
      const azure = await AzureDouble.start({
        tenantId: TENANT_ID,
        displayName: "Contoso",
        subscriptionId: SUBSCRIPTION_ID,
        vmDirectory: join(directory, "vms"),
        vmPath: [],
        egressTarget: "http://127.0.0.1:1",
        deployer: {
          clientId: "dddddddd-2222-4333-8444-555555555555",
          clientSecret: "a secret",
          graphPermissions: [
            "Application.ReadWrite.OwnedBy",
            "Application.Read.All",
            "AppRoleAssignment.ReadWrite.All",
          ],
        },
        extraTenants: [{ tenantId: FOREIGN_TENANT_ID }],
        ...options,
      });
      return new AzureLab(azure, directory);
    });
  }

  async stop(): Promise<void> {
    await this.azure.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** A token of the deployer for `https://<host>`. */
  async token(host: string): Promise<string> {
    const known = this.#tokens.get(host);
    if (known !== undefined) {
      return known;
    }
    const { access_token: token } = await this.login({ scope: `https://${host}/.default` }).then(
      ({ body }) => body,
    );
    this.#tokens.set(host, String(token));
    return String(token);
  }

  /** Asks the token endpoint; the form's other members are the deployer's. */
  async login(form: Record<string, string>, tenantId = TENANT_ID): Promise<AzureAnswer> {
    const environment = this.azure.environment();
    const response = await fetch(`${environment.LAB_LOGIN_ENDPOINT ?? ""}/${tenantId}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: environment.ARM_CLIENT_ID ?? "",
        client_secret: environment.ARM_CLIENT_SECRET ?? "",
        ...form,
      }),
    });
    return { status: response.status, headers: response.headers, body: await readJson(response) };
  }

  /** Calls Microsoft Graph; `path` is what follows `/v1.0`. */
  async graph(method: string, path: string, body?: unknown, token?: string): Promise<AzureAnswer> {
    return send(
      method,
      this.azure.resolve(`https://graph.microsoft.com/v1.0${path}`),
      body,
      token ?? (await this.token("graph.microsoft.com")),
    );
  }

  /** Calls ARM, with an API version of the type unless the path has one. */
  async arm(method: string, path: string, body?: unknown): Promise<AzureAnswer> {
    const address = path.includes("?") ? path : `${path}?api-version=${newestApiVersion(path)}`;
    const url = address.startsWith("http")
      ? address
      : this.azure.resolve(`https://management.azure.com${address}`);
    return send(method, url, body, await this.token("management.azure.com"));
  }

  /** Creates a resource, follows its operation to the end and answers the resource. */
  async put(path: string, body: unknown): Promise<Record<string, unknown>> {
    const answer = await this.arm("PUT", path, body);
    if (answer.status >= 400) {
      throw new Error(JSON.stringify(answer.body));
    }
    await this.follow(answer);
    return (await this.arm("GET", path)).body;
  }

  /** Waits for the end of the operation that an answer tells of. Answers its status document. */
  async follow({ headers }: AzureAnswer): Promise<Record<string, unknown>> {
    const address = headers.get("Azure-AsyncOperation") ?? headers.get("Location");
    for (;;) {
      const done: Pick<AzureAnswer, "status" | "body"> = { status: 200, body: {} };
      const { status, body } = address === null ? done : await this.arm("GET", address);
      if (status !== 202 && body.status !== "InProgress") {
        return { status: "Succeeded", ...body };
      }
    }
  }

  /** A resource group, and in it a network with a subnet that has a way out, an interface and an identity. */
  async prepareNetwork(): Promise<void> {
    await this.put(GROUP, { location: LOCATION });
    const provider = `${GROUP}/providers/Microsoft.Network`;
    await this.put(`${provider}/publicIPAddresses/ip`, {
      location: LOCATION,
      sku: { name: "Standard" },
      properties: { publicIPAllocationMethod: "Static" },
    });
    await this.put(`${provider}/natGateways/nat`, {
      location: LOCATION,
      properties: { publicIpAddresses: [{ id: `${provider}/publicIPAddresses/ip` }] },
    });
    await this.put(`${provider}/virtualNetworks/net`, {
      location: LOCATION,
      properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
    });
    await this.put(`${provider}/virtualNetworks/net/subnets/sub`, {
      properties: { addressPrefix: "10.0.1.0/24", natGateway: { id: `${provider}/natGateways/nat` } },
    });
    await this.put(`${provider}/networkInterfaces/nic`, {
      location: LOCATION,
      properties: {
        ipConfigurations: [
          { name: "primary", properties: { subnet: { id: `${provider}/virtualNetworks/net/subnets/sub` } } },
        ],
      },
    });
    await this.put(IDENTITY, { location: LOCATION });
  }

  /** The address of `identity` in the virtual machine's metadata service. */
  async imds(
    name: string,
    path: string,
    headers: Record<string, string> = { Metadata: "true" },
  ): Promise<AzureAnswer> {
    const response = await fetch(`${this.azure.vm(name).imdsUrl}${path}`, { headers });
    return { status: response.status, headers: response.headers, body: await readJson(response) };
  }
}

/** Describes a subject with an Azure double that runs while its tests do. */
export function describeWithAzureLab(
  title: string,
  options: Partial<AzureDoubleOptions>,
  body: (this: Mocha.Suite, lab: () => AzureLab) => void,
): void {
  describeWith(title, () => AzureLab.start(options), body);
}

export const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workload`;
export const NIC = `${GROUP}/providers/Microsoft.Network/networkInterfaces/nic`;
export const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm1`;

/** The body of a virtual machine that Azure takes. `properties` are merged at their first level. */
export function virtualMachine(
  properties: Record<string, unknown> = {},
  others: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    location: LOCATION,
    identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
    ...others,
    properties: {
      hardwareProfile: { vmSize: "Standard_B1s" },
      storageProfile: {
        imageReference: {
          publisher: "Canonical",
          offer: "ubuntu-24_04-lts",
          sku: "server",
          version: "latest",
        },
      },
      osProfile: osProfile(),
      networkProfile: { networkInterfaces: [{ id: NIC }] },
      ...properties,
    },
  };
}

/** An `osProfile` that Azure takes, with members replaced. */
export function osProfile(members: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    computerName: "vm1",
    adminUsername: "azureuser",
    linuxConfiguration: {
      disablePasswordAuthentication: true,
      ssh: { publicKeys: [{ path: "/home/azureuser/.ssh/authorized_keys", keyData: SSH_KEY }] },
    },
    ...members,
  };
}

async function send(method: string, url: string, body: unknown, token: string): Promise<AzureAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await readJson(response) };
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  return text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text };
}
