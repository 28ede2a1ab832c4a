/** Plugins that the engine does not start, since they run in this process already: it attaches to their ports. */

/** A plugin that can run in this process. */
export interface AttachablePlugin {
  readonly kind: "language" | "resource";
  /** Name of the package, such as `azure-native`, or of the language. */
  readonly name: string;
  /**
   * Starts to listen on a loopback port.
   *
   * @param environment the environment that a process of the plugin would have
   * @returns undefined if the plugin needs such a process, because it would read another environment here
   */
  serve(environment: Readonly<Record<string, string | undefined>>): Promise<ServedPlugin | undefined>;
}

/** A plugin that listens. */
export interface ServedPlugin {
  readonly port: number;
  /** Ends its calls and what they started, and stops listening. */
  close(): Promise<void> | void;
}

/**
 * Variables by which the engine learns ports of plugins, by kind.
 * Source (source code): `GetProviderAttachPort` and `GetLanguageAttachPort` in sdk/go/common/resource/plugin of pulumi/pulumi
 * v3.259.0.
 */
const VARIABLES = { language: "PULUMI_DEBUG_LANGUAGES", resource: "PULUMI_DEBUG_PROVIDERS" } as const;

/** A plugin and what it listens on. */
type Served = Pick<AttachablePlugin, "kind" | "name"> & ServedPlugin;

/** The plugins of one run of the CLI. Each run has its own, so none can act with the credentials of another one. */
export class AttachedPlugins {
  private constructor(private readonly served: readonly Served[]) {}

  /** Starts all that can run here in this environment. The engine starts the others itself. */
  static async start(
    plugins: readonly AttachablePlugin[],
    environment: Readonly<Record<string, string | undefined>>,
  ): Promise<AttachedPlugins> {
    const served: Served[] = [];
    for (const plugin of plugins) {
      const started = await plugin.serve(environment);
      if (started !== undefined) {
        served.push({ kind: plugin.kind, name: plugin.name, ...started });
      }
    }
    return new AttachedPlugins(served);
  }

  /** The variables that make the engine attach. */
  get environment(): Readonly<Record<string, string>> {
    const variables: Record<string, string> = {};
    for (const { kind, name, port } of this.served) {
      const others = variables[VARIABLES[kind]];
      variables[VARIABLES[kind]] = [...(others === undefined ? [] : [others]), `${name}:${port}`].join(",");
    }
    return variables;
  }

  /** Ends what the engine's end would end if they were its processes. */
  async close(): Promise<void> {
    await Promise.all(this.served.map(async (plugin) => plugin.close()));
  }
}
