/** Plugins that the engine does not start, since they run in this process already: it attaches to their ports. */

/** A provider plugin that can run in this process. */
export interface AttachablePlugin {
  /** Name of the package, such as `azure-native`. */
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
  /** Ends its calls and stops listening. */
  close(): void;
}

/** The plugins of one run of the CLI. Each run has its own, so none can act with the credentials of another one. */
export class AttachedPlugins {
  private constructor(private readonly served: ReadonlyMap<string, ServedPlugin>) {}

  /** Starts all that can run here in this environment. The engine starts the others itself. */
  static async start(
    plugins: readonly AttachablePlugin[],
    environment: Readonly<Record<string, string | undefined>>,
  ): Promise<AttachedPlugins> {
    const served = new Map<string, ServedPlugin>();
    for (const plugin of plugins) {
      const started = await plugin.serve(environment);
      if (started !== undefined) served.set(plugin.name, started);
    }
    return new AttachedPlugins(served);
  }

  /** What tells the engine to attach. */
  get environment(): Readonly<Record<string, string>> {
    if (this.served.size === 0) return {};
    const ports = [...this.served].map(([name, { port }]) => `${name}:${port}`);
    return { PULUMI_DEBUG_PROVIDERS: ports.join(",") };
  }

  /** Ends what the engine's end would end if they were its processes. */
  close(): void {
    for (const plugin of this.served.values()) plugin.close();
  }
}
