/** The container apps that run. */
import { join } from "node:path";
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
  readonly tenant: EntraTenant;
}

/** One replica of the newest revision of every app, by the IDs of their resources. */
export class ContainerApps {
  readonly #apps = new Map<string, AppSandbox>();

  constructor(private readonly options: ContainerAppsOptions) {}

  /** The containers, each under its app's name. */
  all(): readonly LabContainer[] {
    return [...this.#apps.values()].map(({ container }) => container);
  }

  /** Starts a revision of an app and ends the former one. */
  async deploy({ id }: Resource, revision: string, template: ContainerTemplate): Promise<void> {
    const { directory, egressTarget, imagePrograms, path, tenant } = this.options;
    const { [template.image]: programs } = imagePrograms;
    const former = this.#apps.get(id.text.toLowerCase());
    if (former === undefined && this.all().some(({ name }) => name === id.name)) {
      throw ArmError.notInTheLab(`two container apps named ${id.name}`, "Give one of them another name");
    }
    const sandbox = await AppSandbox.start({
      name: id.name,
      folder: join(directory, revision),
      path: programs === undefined ? path : [programs, ...path],
      egressTarget,
      tenant,
      env: { ...template.env, ...hostVariables(id, revision) },
      mounts: template.mounts,
      identities: () => this.#identities(id),
    });
    this.#apps.set(id.text.toLowerCase(), sandbox);
    await former?.remove();
    if (template.command.length > 0) {
      sandbox.container.start(template.command);
    }
  }

  /** Ends an app and removes its folder. */
  async remove({ text }: ResourceId): Promise<void> {
    const sandbox = this.#apps.get(text.toLowerCase());
    this.#apps.delete(text.toLowerCase());
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
function hostVariables({ name }: ResourceId, revision: string): Record<string, string> {
  return {
    HOSTNAME: `${revision}-0`,
    CONTAINER_APP_NAME: name,
    CONTAINER_APP_REVISION: revision,
    CONTAINER_APP_REPLICA_NAME: `${revision}-0`,
  };
}
