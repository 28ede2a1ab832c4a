/** The container apps and the jobs that run. */
import { join } from "node:path";
import type { Clock } from "../../clock";
import { AppSandbox } from "../app-service/app-sandbox";
import type { LabContainer } from "../container/lab-container";
import type { EntraTenant } from "../entra/entra-tenant";
import { ArmError } from "../resources/arm-error";
import { attachedIdentities, type AttachedIdentity } from "../resources/attached-identities";
import { objectsAt, textAt } from "../resources/json-reader";
import { type ResourceId, sameId } from "../resources/resource-id";
import type { Resource, ResourceStore } from "../resources/resource-store";
import type { ContainerTemplate } from "./container-template";

/** Options of {@link ContainerApps}. */
export interface ContainerAppsOptions {
  /** Folder in which every container has its own. */
  readonly directory: string;
  /** Folders of programs that every image has. */
  readonly path: readonly string[];
  /** Folders with the programs of an image, by the image's name. */
  readonly imagePrograms: Readonly<Record<string, string>>;
  /** Address of the AWS double. */
  readonly egressTarget: string;
  readonly store: ResourceStore;
  readonly clock: Clock;
  readonly tenant: EntraTenant;
}

/** A run of a job. Times are of ISO 8601. */
export interface JobExecution {
  readonly name: string;
  readonly status: "Running" | "Succeeded" | "Failed";
  readonly startTime: string;
  readonly endTime?: string;
}

/**
 * One replica of the newest revision of every app and of the newest execution of every job, by the IDs of their resources. Nothing
 * is started again, and no execution ends by `replicaTimeout`.
 */
export class ContainerApps {
  readonly #apps = new Map<string, AppSandbox>();
  readonly #executions = new Map<string, JobExecution[]>();

  constructor(private readonly options: ContainerAppsOptions) {}

  /** The containers, each under its app's name. */
  all(): readonly LabContainer[] {
    return [...this.#apps.values()].map(({ container }) => container);
  }

  /** Starts a revision of an app and ends the former one. */
  async deploy({ id }: Resource, revision: string, template: ContainerTemplate): Promise<void> {
    await this.#start(id, revision, template, appVariables(id, revision));
  }

  /** Starts a job, and ends its former execution. */
  async execute({ id }: Resource, name: string, template: ContainerTemplate): Promise<void> {
    const { clock } = this.options;
    const time = (): string => new Date(clock()).toISOString();
    const container = await this.#start(id, name, template, jobVariables(id, name));
    const execution = { name, status: "Running", startTime: time() } as const;
    const executions = [execution, ...this.executions(id)];
    this.#executions.set(id.text.toLowerCase(), executions);
    void container.finished().then((exitCode) => {
      const status = exitCode === 0 ? "Succeeded" : "Failed";
      executions[executions.indexOf(execution)] = { ...execution, status, endTime: time() };
    });
  }

  /** The executions of a job, the newest first. */
  executions({ text }: ResourceId): readonly JobExecution[] {
    return this.#executions.get(text.toLowerCase()) ?? [];
  }

  async #start(
    id: ResourceId,
    instance: string,
    template: ContainerTemplate,
    variables: Readonly<Record<string, string>>,
  ): Promise<LabContainer> {
    const { directory, egressTarget, imagePrograms, path, tenant } = this.options;
    const { [template.image]: programs } = imagePrograms;
    const former = this.#apps.get(id.text.toLowerCase());
    if (former === undefined && this.all().some(({ name }) => name === id.name)) {
      throw ArmError.notInTheLab(
        `two container apps or jobs named ${id.name}`,
        "Give one of them another name",
      );
    }
    const sandbox = await AppSandbox.start({
      name: id.name,
      folder: join(directory, instance),
      path: programs === undefined ? path : [programs, ...path],
      egressTarget,
      tenant,
      env: { ...template.env, ...variables },
      mounts: template.mounts,
      identities: () => this.#identities(id),
    });
    this.#apps.set(id.text.toLowerCase(), sandbox);
    await former?.remove();
    if (template.command.length > 0) {
      sandbox.container.start(template.command);
    }
    return sandbox.container;
  }

  /** Ends an app or a job, and removes its folder. */
  async remove({ text }: ResourceId): Promise<void> {
    const sandbox = this.#apps.get(text.toLowerCase());
    this.#apps.delete(text.toLowerCase());
    this.#executions.delete(text.toLowerCase());
    await sandbox?.remove();
  }

  /** Ends all apps. Their folders stay. */
  async stop(): Promise<void> {
    await Promise.all([...this.#apps.values()].map((sandbox) => sandbox.stop()));
  }

  /**
   * Those that main containers may use.
   *
   * @evidence documentation `identitySettings` can withhold an identity from the main containers. Source: Azure
   *   Container Apps, "Managed identities in Azure Container Apps".
   */
  #identities({ text }: ResourceId): readonly AttachedIdentity[] {
    const body = this.options.store.get(text)?.body;
    const settings = objectsAt(body?.properties, "configuration", "identitySettings");
    return attachedIdentities(body?.identity, text).filter(({ kind, resourceId }) => {
      const own = kind === "SystemAssigned" ? "system" : resourceId;
      const setting = settings.find((entry) => sameId(textAt(entry, "identity") ?? "", own));
      return ["all", "main"].includes((textAt(setting, "lifecycle") ?? "All").toLowerCase());
    });
  }
}

/**
 * Built-in environment variables, as far as they are known.
 *
 * @evidence documentation The host sets variables with the names of app, revision, and replica. Source: Azure
 *   Container Apps, "Manage environment variables on Azure Container Apps".
 */
function appVariables({ name }: ResourceId, revision: string): Record<string, string> {
  return {
    HOSTNAME: `${revision}-0`,
    CONTAINER_APP_NAME: name,
    CONTAINER_APP_REVISION: revision,
    CONTAINER_APP_REPLICA_NAME: `${revision}-0`,
  };
}

/**
 * Built-in environment variables of a job, as far as they are known.
 *
 * @evidence documentation The host sets variables with the names of the job, the execution, and the replica. Source: Azure Container
 *   Apps, "Manage environment variables on Azure Container Apps".
 */
function jobVariables({ name }: ResourceId, execution: string): Record<string, string> {
  return {
    HOSTNAME: execution,
    CONTAINER_APP_JOB_NAME: name,
    CONTAINER_APP_JOB_EXECUTION_NAME: execution,
    CONTAINER_APP_REPLICA_NAME: execution,
  };
}
