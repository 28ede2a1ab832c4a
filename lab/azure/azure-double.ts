/** The lab's double of Azure: Entra, Microsoft Graph, Azure Resource Manager and virtual machines. */
import express, { type NextFunction, type Request, type Response } from "express";
import type { Clock } from "../clock";
import { LoopbackServer } from "../http/loopback-server";
import { ArmAccess } from "./arm/arm-access";
import { armRouter } from "./arm/arm-router";
import { ResourceManager } from "./arm/resource-manager";
import { ResourceStore } from "./arm/resource-store";
import { ARM_HOST, GRAPH_HOST, loopbackAddress, LOGIN_HOST } from "./azure-hosts";
import { type AzureCounts, baselineOf, countAll, type DirectoryBaseline } from "./azure-counts";
import { type Deployer, registerDeployer } from "./entra/deployer";
import { entraRouter } from "./entra/entra-router";
import { EntraTenant, type EntraTenantOptions } from "./entra/entra-tenant";
import { EntraTenants } from "./entra/entra-tenants";
import { Forger } from "./entra/forgery";
import { graphRouter } from "./graph/graph-router";
import type { LabVm } from "./vm/lab-vm";
import { Machines } from "./vm/machines";

/** Options of {@link AzureDouble.start}. */
export interface AzureDoubleOptions extends EntraTenantOptions {
  readonly subscriptionId: string;
  /** Folder in which every virtual machine has its own. No characters that a shell would read as something else. */
  readonly vmDirectory: string;
  /** Address of the AWS double, which virtual machines reach through their way out. */
  readonly egressTarget: string;
  /** Folders put before the PATH of every virtual machine: where aws and python3 are. */
  readonly vmPath: readonly string[];
  /** The application that deploys: a contributor of the subscription with these permissions in Microsoft Graph. */
  readonly deployer: Deployer;
  /** Tenants besides the home tenant. Default is none. */
  readonly extraTenants?: readonly EntraTenantOptions[];
  /** Default is `Date.now`. */
  readonly clock?: Clock;
}

/**
 * All of Azure behind one listener: each public host is the first segment of a path, see {@link AzureDouble.resolve}.
 * Every virtual machine has two listeners more, its metadata service and its way out.
 */
export class AzureDouble {
  private constructor(
    private readonly server: LoopbackServer,
    private readonly options: AzureDoubleOptions,
    private readonly clock: Clock,
    private readonly tenants: EntraTenants,
    private readonly store: ResourceStore,
    private readonly machines: Machines,
    private readonly baseline: DirectoryBaseline,
  ) {}

  /** Starts it with an empty subscription. */
  static async start(options: AzureDoubleOptions): Promise<AzureDouble> {
    const clock = options.clock ?? Date.now;
    const all = [options, ...(options.extraTenants ?? [])];
    const [home, ...others] = await Promise.all(all.map((tenant) => EntraTenant.create(tenant, clock)));
    if (home === undefined) {
      throw new Error("there is always a home tenant");
    }
    const tenants = new EntraTenants([home, ...others], clock);
    const deployer = registerDeployer(home, options.deployer);
    const store = new ResourceStore(options.subscriptionId);
    const machines = new Machines({
      directory: options.vmDirectory,
      path: options.vmPath,
      egressTarget: options.egressTarget,
      store,
      tenant: home,
      clock,
    });
    const manager = new ResourceManager({ store, tenant: home, machines, clock });
    const app = express().disable("x-powered-by").disable("etag");
    app.use(`/${GRAPH_HOST}`, graphRouter(tenants, clock));
    app.use(
      `/${ARM_HOST}`,
      armRouter(manager, new ArmAccess(tenants, home.tenantId, new Set([deployer.id]))),
    );
    app.use(entraRouter(tenants, clock));
    app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
      if (response.headersSent) {
        next(error);
        return;
      }
      // A fault of the lab itself: the text is for whoever works on it.
      response.status(500).json({ error: { code: "LabFault", message: String(error) } });
    });
    const server = await LoopbackServer.listen(app);
    return new AzureDouble(server, options, clock, tenants, store, machines, baselineOf(home.directory));
  }

  /** What a deployment against the lab has in its environment, the deployer's login included. */
  environment(): Record<string, string> {
    const { tenantId, subscriptionId, deployer } = this.options;
    return {
      LAB_ARM_ENDPOINT: `${this.server.url}/${ARM_HOST}`,
      LAB_GRAPH_ENDPOINT: `${this.server.url}/${GRAPH_HOST}`,
      LAB_LOGIN_ENDPOINT: `${this.server.url}/${LOGIN_HOST}`,
      ARM_TENANT_ID: tenantId,
      ARM_SUBSCRIPTION_ID: subscriptionId,
      ARM_CLIENT_ID: deployer.clientId,
      ARM_CLIENT_SECRET: deployer.clientSecret,
    };
  }

  /** Where a public https address of Azure is served. @throws Error for a host that the lab does not serve. */
  readonly resolve = (url: string): string => loopbackAddress(this.server.url, url);

  /** The home tenant, or the one of that ID: its directory, keys and tokens, for attacks and for looking. */
  tenant(tenantId: string = this.options.tenantId): EntraTenant {
    return this.tenants.get(tenantId);
  }

  /** Makes false tokens of a tenant, for attacks. Default is the home tenant. */
  forger(tenantId?: string): Forger {
    return new Forger(this.tenant(tenantId), this.clock);
  }

  /** All virtual machines. */
  vms(): readonly LabVm[] {
    return this.machines.all().map(({ vm }) => vm);
  }

  /** @throws Error naming the virtual machines that there are. */
  vm(name: string): LabVm {
    const vm = this.vms().find((candidate) => candidate.name === name);
    if (vm === undefined) {
      const names = this.vms().map((candidate) => candidate.name);
      throw new Error(
        `no virtual machine ${name} in the lab; there is ${names.length > 0 ? names.join(", ") : "none"}`,
      );
    }
    return vm;
  }

  /** What was created and not removed. */
  counts(): AzureCounts {
    return countAll(this.store, this.tenant(), this.baseline);
  }

  /** Ends every process and closes every listener. The folders of virtual machines that are there stay. */
  async stop(): Promise<void> {
    // No request starts anything more.
    await this.server.close();
    await this.machines.stop();
  }
}
