/** The TLS side of the Azure double, for clients that refuse plain HTTP. */
import { writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { CertificateAuthority } from "../http/certificate-authority";
import { ConnectProxy } from "../http/connect-proxy";
import { LoopbackServer } from "../http/loopback-server";
import { type HostAddresses, rememberAddresses } from "./asked-address";
import { ARM_HOST, CERTIFIED_NAMES, GRAPH_HOST, isServedHost } from "./azure-hosts";
import { type AzureCloud, IDENTITY_HOSTS } from "./entra/azure-cloud";

/** Where clients find the services over TLS: `https://localhost:<port>`, without a slash at the end. */
export interface TlsEndpoints {
  /** Azure Resource Manager. Its `/metadata/endpoints` names the other two. */
  readonly arm: string;
  readonly graph: string;
  /** Entra: `<login>/<tenant ID>` is an authority. */
  readonly login: string;
}

/** Options of {@link AzureTls.start}. */
export interface AzureTlsOptions {
  /** Everything that the double's plain listener serves, with the host as the first segment of the path. */
  readonly handler: RequestListener;
  /** Absolute path of the file into which the authority's certificate is written. */
  readonly caFile: string;
  /** The cloud of the home tenant: whose login host {@link TlsEndpoints.login} plays. */
  readonly cloud: AzureCloud;
}

/**
 * Two ways to reach the double. A client must trust the authority in {@link caFile}.
 *
 * - {@link endpoints} has one origin per service. Use it for clients that accept a custom cloud: `az cloud register`,
 *   `ARM_METADATA_HOSTNAME`, `AZURE_AUTHORITY_HOST`. Answers name these origins. Only the issuer of tokens stays public.
 * - {@link proxy} is for clients that know only the public names. It connects these names to the lab, and refuses all others.
 */
export class AzureTls {
  private constructor(
    readonly caFile: string,
    readonly endpoints: TlsEndpoints,
    private readonly connectProxy: ConnectProxy,
    private readonly servers: readonly LoopbackServer[],
  ) {}

  /** Writes the file and listens. @throws Error if either fails; nothing listens then. */
  static async start({ handler, caFile, cloud }: AzureTlsOptions): Promise<AzureTls> {
    const authority = await CertificateAuthority.create("azure-to-aws lab");
    const certificate = await authority.issue(["localhost", "127.0.0.1", ...CERTIFIED_NAMES]);
    await writeFile(caFile, authority.certificate);
    const addresses: Record<string, string> = {};
    const listening: { close(): Promise<void> }[] = [];
    const listen = async (host: string): Promise<LoopbackServer> => {
      const server = await LoopbackServer.listen(leadTo(host, addresses, handler), { certificate });
      listening.push(server);
      addresses[host] = server.url;
      return server;
    };
    const { login: loginHost } = IDENTITY_HOSTS[cloud];
    try {
      const arm = await listen(ARM_HOST);
      const graph = await listen(GRAPH_HOST);
      const login = await listen(loginHost);
      const proxy = await ConnectProxy.listen({ serves: isServedHost, port: arm.port });
      const endpoints = { arm: arm.url, graph: graph.url, login: login.url };
      return new AzureTls(caFile, endpoints, proxy, [arm, graph, login]);
    } catch (error) {
      await Promise.all(listening.map((server) => server.close()));
      throw error;
    }
  }

  /** The proxy: `http://127.0.0.1:<port>`. */
  get proxy(): string {
    return this.connectProxy.url;
  }

  /**
   * The environment with which a client reaches the lab by the public names, and reaches nothing else.
   *
   * The variables for the certificate are those of Python's requests, of OpenSSL and Go, and of Node.
   */
  environment(): Record<string, string> {
    const { caFile, proxy } = this;
    const direct = "localhost,127.0.0.1";
    return {
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      NO_PROXY: direct,
      no_proxy: direct,
      REQUESTS_CA_BUNDLE: caFile,
      SSL_CERT_FILE: caFile,
      NODE_EXTRA_CA_CERTS: caFile,
    };
  }

  /** Closes every listener. The file stays. */
  async stop(): Promise<void> {
    await Promise.all([this.connectProxy, ...this.servers].map((listener) => listener.close()));
  }
}

/**
 * Puts the host in front of the path, as the double's handler expects it. That is the public host if the client named one.
 * Otherwise it is the host that the listener plays.
 */
function leadTo(host: string, addresses: HostAddresses, handler: RequestListener): RequestListener {
  return (request, response) => {
    const asked = request.headers.host ?? "";
    const path = request.url ?? "/";
    const isPublic = isServedHost(asked);
    if (!isPublic) {
      rememberAddresses(request, addresses);
    }
    // Express keeps what the client sent, for the addresses that it builds.
    Object.assign(request, { originalUrl: path, url: `/${isPublic ? asked : host}${path}` });
    handler(request, response);
  };
}
