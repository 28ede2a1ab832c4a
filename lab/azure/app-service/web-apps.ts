/** The apps of App Service that run. */
import { join } from "node:path";
import type { LabContainer } from "../container/lab-container";
import type { EntraTenant } from "../entra/entra-tenant";
import { attachedIdentities } from "../resources/attached-identities";
import type { ResourceId } from "../resources/resource-id";
import type { ResourceStore } from "../resources/resource-store";
import { AppSandbox } from "./app-sandbox";

/** Options of {@link WebApps}. */
export interface WebAppsOptions {
  /** Folder in which every app has its own. */
  readonly directory: string;
  /** Folders of programs that the built-in image has. */
  readonly path: readonly string[];
  /** Address of the AWS double. */
  readonly egressTarget: string;
  readonly store: ResourceStore;
  readonly tenant: EntraTenant;
}

/** The share that an app keeps over restarts; its code is in `site/wwwroot`. */
const HOME = "/home";

/** One instance of every app. Its code comes later, with a separate deployment: {@link LabContainer.write}. */
export class WebApps {
  readonly #apps = new Map<string, AppSandbox>();

  constructor(private readonly options: WebAppsOptions) {}

  /** The containers, each under its app's name. */
  all(): readonly LabContainer[] {
    return [...this.#apps.values()].map(({ container }) => container);
  }

  /** Starts an app without code. Names of apps are unique everywhere. */
  async start(id: ResourceId, settings: Readonly<Record<string, string>>): Promise<void> {
    const { directory, path, egressTarget, store, tenant } = this.options;
    const sandbox = await AppSandbox.start({
      name: id.name,
      folder: join(directory, id.name),
      path,
      egressTarget,
      tenant,
      env: {
        ...settings,
        HOME,
        /**
         * @evidence documentation The host names the app and its address in the environment. Source: "Environment
         *   variables and app settings in Azure App Service".
         */
        WEBSITE_SITE_NAME: id.name,
        WEBSITE_HOSTNAME: `${id.name}.azurewebsites.net`,
      },
      mounts: [{ path: HOME, files: [] }],
      identities: () => attachedIdentities(store.get(id.text)?.body.identity, id.text),
    });
    this.#apps.set(id.text.toLowerCase(), sandbox);
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
}
