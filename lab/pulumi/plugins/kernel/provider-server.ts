/** Serves a plugin by gRPC on a free loopback port: in a separate process, or within another program. */
import {
  Server,
  ServerCredentials,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Kernel } from "./kernel";
import type { Plugin } from "./plugin";
import { providerService } from "./provider-service";

/** Largest message that engine and SDKs agree on: 400 MB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Part of a call that every kind of call has. */
interface AnyCall {
  getPeer(): string;
}

type AnyHandler = (call: AnyCall, ...rest: unknown[]) => void;

/** A running server. */
export class ProviderServer<Client> {
  readonly #server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  readonly #connections = new Map<
    string,
    { kernel: Kernel<Client>; service: UntypedServiceImplementation }
  >();

  private constructor(
    private readonly plugin: Plugin<Client>,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.#server.addService(ResourceProviderService, this.#service());
  }

  /**
   * Starts a server.
   *
   * @param environment what the plugin reads its addresses and credentials from
   */
  static async listen<Client>(
    plugin: Plugin<Client>,
    environment: NodeJS.ProcessEnv,
  ): Promise<{ readonly port: number; readonly server: ProviderServer<Client> }> {
    const server = new ProviderServer(plugin, environment);
    return { port: await server.#bind(), server };
  }

  /** Ends all calls and connections. */
  close(): void {
    for (const { kernel } of this.#connections.values()) {
      kernel.cancel();
    }
    this.#server.forceShutdown();
  }

  async #bind(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) {
          resolve(port);
        } else {
          reject(error);
        }
      });
    });
  }

  /**
   * One handler per method. An engine that attaches to a running plugin uses one port for all providers of its package, with
   * a connection for each. So each connection gets its own kernel, with its own configuration and its own `Cancel`.
   * Source (source code): `NewProvider` in sdk/go/common/resource/plugin/provider_plugin.go of pulumi/pulumi v3.259.0.
   */
  #service(): UntypedServiceImplementation {
    const methods = Object.keys(providerService(new Kernel(this.plugin, this.environment)));
    return Object.fromEntries(
      methods.map((method) => {
        const handle: AnyHandler = (call, ...rest) => {
          (this.#connection(call.getPeer()).service[method] as AnyHandler)(call, ...rest);
        };
        return [method, handle as UntypedHandleCall];
      }),
    );
  }

  #connection(peer: string): { kernel: Kernel<Client>; service: UntypedServiceImplementation } {
    const known = this.#connections.get(peer);
    if (known !== undefined) {
      return known;
    }
    const kernel = new Kernel(this.plugin, this.environment);
    const connection = { kernel, service: providerService(kernel) as UntypedServiceImplementation };
    this.#connections.set(peer, connection);
    return connection;
  }
}
