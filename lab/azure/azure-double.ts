/** The lab's double of Azure: Entra, Microsoft Graph, Azure Resource Manager and virtual machines. */
import { randomUUID } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response, Router } from "express";
import type { Clock } from "../clock";
import { FaultInjector } from "../http/fault-injector";
import { LoopbackServer } from "../http/loopback-server";
import { WebApps } from "./app-service/web-apps";
import { ArmAccess } from "./arm/arm-access";
import { armRouter } from "./arm/arm-router";
import { AssignedPolicies } from "./arm/assigned-policies";
import { InterfaceReservations } from "./arm/interface-reservations";
import { NetworkChanges } from "./arm/network-changes";
import type { Operations } from "./arm/operations";
import { Quotas } from "./arm/quotas";
import { ResourceManager } from "./arm/resource-manager";
import { ResourceProviders } from "./arm/resource-providers";
import { resourceTypeOf } from "./arm/resource-types";
import { type RoleAssignment, RoleAssignments } from "./arm/role-assignments";
import { type AzureCounts, baselineOf, countAll, type DirectoryBaseline } from "./azure-counts";
import { ARM_HOST, GRAPH_HOST, LOGIN_HOST, loopbackAddress } from "./azure-hosts";
import { AzureTls } from "./azure-tls";
import type { LabContainer } from "./container/lab-container";
import { ContainerApps } from "./container-apps/container-apps";
import { type Deployer, type Person, registerDeployer, registerPerson } from "./entra/deployer";
import { entraRouter } from "./entra/entra-router";
import { EntraTenant, type EntraTenantOptions } from "./entra/entra-tenant";
import { EntraTenants } from "./entra/entra-tenants";
import { Forger } from "./entra/forgery";
import { OutsideIssuer } from "./entra/outside-issuer";
import { graphRouter } from "./graph/graph-router";
import type { AssignmentMemory } from "./imds/assignment-memory";
import { clusterIssuerRouter } from "./kubernetes/cluster-issuer-router";
import { Clusters } from "./kubernetes/clusters";
import type { KubernetesCluster } from "./kubernetes/kubernetes-cluster";
import { type Resource, ResourceStore } from "./resources/resource-store";
import type { LabVm } from "./vm/lab-vm";
import { Machines } from "./vm/machines";
import { type SshAttempt, sshLogin } from "./vm/ssh-login";

/** Options of {@link AzureDouble.start}. */
export interface AzureDoubleOptions extends EntraTenantOptions {
  readonly subscriptionId: string;
  /** Folder in which every virtual machine has its own. No characters that a shell would read as something else. */
  readonly vmDirectory: string;
  /** Address of the AWS double, which virtual machines reach through their way out. */
  readonly egressTarget: string;
  /** Folders put before the PATH of every virtual machine: where aws and python3 are. */
  readonly vmPath: readonly string[];
  /** Folders with the programs of container images, by the images' names. Default is none. */
  readonly imagePrograms?: Readonly<Record<string, string>>;
  /** The application that deploys: a contributor of the subscription with these permissions in Microsoft Graph. */
  readonly deployer: Deployer;
  /** Tenants in addition to the home tenant. Default is none. */
  readonly extraTenants?: readonly EntraTenantOptions[];
  /** File for the certificate of an authority: the double then also speaks TLS, see {@link AzureDouble.tls}. Default is none. */
  readonly caFile?: string;
  /**
   * Members in a page of Resource Manager's lists where the request does not say. Default is all of them: which service
   * begins a second page after how many is not documented.
   */
  readonly armPageSize?: number;
  /**
   * The most members in a page of Graph's lists, and how long the address of the next one is good, in milliseconds. Default: what the
   * request says, and for ever. The real lifetime is not documented.
   */
  readonly graphPages?: { readonly most: number; readonly lifetime: number };
  /** Default is `Date.now`. */
  readonly clock?: Clock;
}

/** Another login that can deploy. */
export interface Login {
  /** Object ID of the service principal or the user. */
  readonly objectId: string;
  /** What replaces the deployer's login in the environment of a deployment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What an {@link AzureDouble} is made of. */
interface Parts {
  readonly server: LoopbackServer;
  readonly options: AzureDoubleOptions;
  readonly clock: Clock;
  readonly tenants: EntraTenants;
  readonly store: ResourceStore;
  readonly roles: RoleAssignments;
  readonly machines: Machines;
  readonly containerApps: ContainerApps;
  readonly clusters: Clusters;
  readonly webApps: WebApps;
  readonly faults: FaultInjector;
  readonly providers: ResourceProviders;
  readonly tls: AzureTls | undefined;
  readonly quotas: Quotas;
  readonly policies: AssignedPolicies;
  readonly operations: Pick<Operations, "hold">;
  readonly networkChanges: NetworkChanges;
}

/**
 * All of Azure behind one listener: each public host is the first segment of a path, see {@link AzureDouble.resolve}.
 * Every virtual machine has two listeners more, its metadata service and its way out.
 */
export class AzureDouble {
  readonly #outsideIssuers: OutsideIssuer[] = [];
  readonly #parts: Parts;
  #baseline: DirectoryBaseline;
  /** Lets requests go wrong, by method and path: to the public hosts (`PUT /management.azure.com/…`) and to metadata services. */
  readonly faults: FaultInjector;
  /** Which resource providers the subscription is registered to use: all, until a test takes one back. */
  readonly resourceProviders: ResourceProviders;
  /** What the subscription may have at most. */
  readonly quotas: Quotas;
  /** What Azure Policy assigns to the subscription: nothing, until a test does. */
  readonly policies: AssignedPolicies;
  /** Work of Resource Manager in the background, which a test can hold: in Azure, it takes minutes. */
  readonly operations: Pick<Operations, "hold">;
  /** How long changes of networks last, and which were refused because of others. */
  readonly networkChanges: NetworkChanges;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#baseline = baselineOf(parts.tenants.get(parts.options.tenantId).directory);
    this.faults = parts.faults;
    this.resourceProviders = parts.providers;
    this.quotas = parts.quotas;
    this.policies = parts.policies;
    this.operations = parts.operations;
    this.networkChanges = parts.networkChanges;
  }

  /** Starts it with an empty subscription. */
  static async start(options: AzureDoubleOptions): Promise<AzureDouble> {
    const clock = options.clock ?? Date.now;
    const home = await EntraTenant.create(options, clock);
    const others = (options.extraTenants ?? []).map((tenant) => EntraTenant.create(tenant, clock));
    const tenants = new EntraTenants([home, ...(await Promise.all(others))], clock);
    const deployer = registerDeployer(home, options.deployer);
    const store = new ResourceStore(options.subscriptionId);
    const { vmDirectory: directory, vmPath: path, egressTarget } = options;
    const faults = new FaultInjector();
    const machines = new Machines({ directory, path, egressTarget, store, tenant: home, clock, faults });
    const { imagePrograms = {} } = options;
    const containerApps = new ContainerApps({
      directory,
      path,
      egressTarget,
      imagePrograms,
      store,
      clock,
      tenant: home,
    });
    const clusters = new Clusters({ directory, path, egressTarget });
    const webApps = new WebApps({ directory, path, egressTarget, store, tenant: home });
    const networkChanges = new NetworkChanges();
    const manager = new ResourceManager({
      store,
      tenant: home,
      machines,
      containerApps,
      clusters,
      webApps,
      clock,
      reservations: new InterfaceReservations(clock),
      networkChanges,
      pageSize: options.armPageSize,
    });
    const roles = new RoleAssignments();
    const scope = `/subscriptions/${options.subscriptionId}`;
    roles.add({ principalId: deployer.id, role: "Contributor", scope });
    const providers = new ResourceProviders();
    const quotas = new Quotas(store);
    const policies = new AssignedPolicies();
    const hosts = publicHosts([
      // A batch is sent on only once all runs.
      Router().use(
        `/${GRAPH_HOST}`,
        graphRouter(tenants, clock, (url) => double.resolve(url), options.graphPages),
      ),
      Router().use(
        `/${ARM_HOST}`,
        armRouter(manager, new ArmAccess(tenants, home.tenantId, roles), { providers, quotas, policies }),
      ),
      // Outside issuers are asked for only once all runs.
      entraRouter(tenants, clock, (url) => double.resolve(url)),
      clusterIssuerRouter(clusters),
    ]);
    const handler = faults.around(hosts);
    const { caFile } = options;
    const server = await LoopbackServer.listen(handler);
    const tls =
      caFile === undefined
        ? undefined
        : await AzureTls.start({ handler, caFile, cloud: home.cloud }).catch(async (error: unknown) => {
            await server.close();
            throw error;
          });
    const double = new AzureDouble({
      server,
      options,
      clock,
      tenants,
      store,
      roles,
      machines,
      containerApps,
      clusters,
      webApps,
      faults,
      providers,
      tls,
      quotas,
      policies,
      operations: manager.operations,
      networkChanges,
    });
    return double;
  }

  /** What a deployment against the lab has in its environment, the deployer's login included. */
  environment(): Record<string, string> {
    const { tenantId, subscriptionId, deployer } = this.#parts.options;
    return {
      LAB_ARM_ENDPOINT: `${this.#parts.server.url}/${ARM_HOST}`,
      LAB_GRAPH_ENDPOINT: `${this.#parts.server.url}/${GRAPH_HOST}`,
      LAB_LOGIN_ENDPOINT: `${this.#parts.server.url}/${LOGIN_HOST}`,
      ARM_TENANT_ID: tenantId,
      ARM_SUBSCRIPTION_ID: subscriptionId,
      ARM_CLIENT_ID: deployer.clientId,
      ARM_CLIENT_SECRET: deployer.clientSecret,
    };
  }

  /** Whether it was started with {@link tls}. */
  get speaksTls(): boolean {
    return this.#parts.tls !== undefined;
  }

  /**
   * The TLS side, for clients that take no plain HTTP.
   *
   * @throws Error with the remedy when the double was started without it.
   */
  tls(): AzureTls {
    if (this.#parts.tls === undefined) {
      throw new Error("the lab does not support TLS. Start it with azureTls, or the double with caFile");
    }
    return this.#parts.tls;
  }

  /** Adds an application that deploys: a contributor of the subscription with exactly these permissions in Microsoft Graph. */
  addDeployer(graphPermissions: readonly string[]): Login {
    const deployer = { clientId: randomUUID(), clientSecret: randomUUID(), graphPermissions };
    const before = baselineOf(this.tenant().directory);
    const { id: objectId } = registerDeployer(this.tenant(), deployer);
    const added = [...baselineOf(this.tenant().directory)].filter((id) => !before.has(id));
    this.#baseline = new Set([...this.#baseline, ...added]);
    return this.#login(objectId, {
      ARM_CLIENT_ID: deployer.clientId,
      ARM_CLIENT_SECRET: deployer.clientSecret,
    });
  }

  /**
   * Adds a person who deploys: a contributor of the subscription, signed in with the Azure CLI, with exactly these directory
   * roles. The refresh token plays what `az login` keeps.
   */
  addPerson(person: Person): Login {
    const user = registerPerson(this.tenant(), person);
    return this.#login(user.id, {
      ARM_CLIENT_ID: "",
      ARM_CLIENT_SECRET: "",
      LAB_AZ_REFRESH_TOKEN: this.#parts.tenants.refreshTokens.issue({
        tenantId: this.tenant().tenantId,
        user,
      }),
    });
  }

  /**
   * A person enters the code that `az login --use-device-code` shows.
   *
   * @param objectId of a person that {@link addPerson} has added
   * @throws Error if nobody has this ID, or if no sign-in waits for the code and this person
   */
  enterDeviceCode(userCode: string, objectId: string): void {
    const member = this.#parts.tenants.member(objectId);
    if (member === undefined) {
      throw new Error(`${objectId}: the lab has no person with this ID`);
    }
    this.#parts.tenants.deviceCodes.approve(userCode, member);
  }

  #login(objectId: string, environment: Readonly<Record<string, string>>): Login {
    const scope = `/subscriptions/${this.#parts.options.subscriptionId}`;
    this.#parts.roles.add({ principalId: objectId, role: "Contributor", scope });
    return { objectId, environment };
  }

  /**
   * Where a public https address of Azure or of an outside issuer is served.
   *
   * @throws Error for a host that the lab does not serve.
   */
  readonly resolve = (url: string): string =>
    this.#outsideIssuers.map((issuer) => issuer.resolve(url)).find((address) => address !== undefined) ??
    loopbackAddress(this.#parts.server.url, url);

  /** Starts an OpenID Connect issuer outside Azure, such as `https://token.actions.githubusercontent.com`. */
  async startOutsideIssuer(url: string): Promise<OutsideIssuer> {
    const issuer = await OutsideIssuer.start(url, this.#parts.clock);
    this.#outsideIssuers.push(issuer);
    return issuer;
  }

  /** The home tenant, or the one of that ID: its directory, keys, and tokens, for attacks and for checks. */
  tenant(tenantId: string = this.#parts.options.tenantId): EntraTenant {
    return this.#parts.tenants.get(tenantId);
  }

  /** Makes false tokens of a tenant, for attacks. Default is the home tenant. */
  forger(tenantId?: string): Forger {
    return new Forger(this.tenant(tenantId), this.#parts.clock);
  }

  /** All virtual machines. */
  vms(): readonly LabVm[] {
    return this.#parts.machines.all().map(({ vm }) => vm);
  }

  /** @throws Error naming the virtual machines that there are. */
  vm(name: string): LabVm {
    return named(name, this.vms(), "virtual machine");
  }

  /** What the metadata service of a virtual machine knows of its identities. @throws Error as {@link AzureDouble.vm} does */
  imdsAssignments(vmName: string): AssignmentMemory {
    const vm = this.vm(vmName);
    const machine = this.#parts.machines.all().find((one) => one.vm === vm);
    if (machine === undefined) {
      throw new Error(`the virtual machine ${vmName} was removed`);
    }
    return machine.imds.assignments;
  }

  /**
   * The machine that an attempt over SSH gets into.
   *
   * @throws SshError in the words of the OpenSSH client
   */
  ssh(attempt: SshAttempt): LabVm {
    return sshLogin(attempt, this.#parts.store, this.#parts.machines);
  }

  /** The containers of container apps, under their apps' names. */
  containers(): readonly LabContainer[] {
    return this.#parts.containerApps.all();
  }

  /** The container of a container app. @throws Error naming the container apps that there are. */
  container(name: string): LabContainer {
    return named(name, this.containers(), "container app");
  }

  /** An app of App Service. @throws Error naming the apps that there are. */
  webApp(name: string): LabContainer {
    return named(name, this.#parts.webApps.all(), "app");
  }

  /** A cluster of Azure Kubernetes Service. @throws Error naming the clusters that there are. */
  cluster(name: string): KubernetesCluster {
    return named(name, this.#parts.clusters.all(), "cluster");
  }

  /** Gives somebody a role, as an owner of the subscription does. Answers what takes it away again. */
  assignRole(assignment: RoleAssignment): () => void {
    return this.#parts.roles.add(assignment);
  }

  /** Takes all roles of somebody away, as an owner of the subscription does. */
  withdrawRoles(principalId: string): void {
    this.#parts.roles.withdraw(principalId);
  }

  /** Who has which role in the subscription. */
  roleAssignments(): readonly RoleAssignment[] {
    return this.#parts.roles.all();
  }

  /** All resources in the subscription with what is stored of them, secrets included, for checks. */
  resources(): readonly Readonly<Resource>[] {
    return this.#parts.store.all();
  }

  /** IDs of all resources in the subscription, as ARM shows them. */
  resourceIds(): readonly string[] {
    return this.#parts.store.all().map(({ id }) => resourceTypeOf(id.type).shownId?.(id.text) ?? id.text);
  }

  /** What was created and not removed. */
  counts(): AzureCounts {
    return countAll(this.#parts.store, this.tenant(), this.#baseline);
  }

  /** Ends every process and closes every listener. The folders of virtual machines that are there stay. */
  async stop(): Promise<void> {
    // No request starts anything more.
    await Promise.all([this.#parts.server.close(), this.#parts.tls?.stop()]);
    await Promise.all(
      [
        this.#parts.machines,
        this.#parts.containerApps,
        this.#parts.clusters,
        this.#parts.webApps,
        ...this.#outsideIssuers,
      ].map((running) => running.stop()),
    );
    this.#parts.tenants.giveBackKeys();
  }
}

/** Everything that the one listener serves. */
function publicHosts(routers: readonly Router[]): Express {
  const app = express().disable("x-powered-by").disable("etag");
  app.use(...routers);
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    // A defect of the lab itself. The text is for its developers.
    // @evidence inferred A fault of the lab is 500 with the code `LabFault`. Reason: no cloud has this code, so
    // nobody takes it for a cloud's answer.
    response.status(500).json({ error: { code: "LabFault", message: String(error) } });
  });
  return app;
}

function named<T extends { readonly name: string }>(name: string, all: readonly T[], kind: string): T {
  const found = all.find((candidate) => candidate.name === name);
  if (found === undefined) {
    const names = all.map((candidate) => candidate.name);
    throw new Error(
      `${name}: the lab has no ${kind} with this name. Expected ${names.length > 0 ? names.join(", ") : "none, because it has no such resource"}`,
    );
  }
  return found;
}
