/**
 * `NODE_OPTIONS` loads this module first into the Node processes of a deployment. It leads their own requests to Azure's public
 * hosts, without a provider plugin, to the lab. It does not change other addresses.
 *
 * In the shell of a lab (`LAB_SHELL`), the processes cannot look up other names than `localhost`. Node's own clients ignore
 * proxies, and the shell has the secret of the lab's login.
 */
import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import http from "node:http";
import https, { type RequestOptions } from "node:https";
import { isIP } from "node:net";
import { ARM_HOST, GRAPH_HOST, LOGIN_HOST } from "./azure-hosts";

/** Variables of the lab's environment, by the host that they replace. */
const VARIABLES: Readonly<Record<string, string>> = {
  [ARM_HOST]: "LAB_ARM_ENDPOINT",
  [GRAPH_HOST]: "LAB_GRAPH_ENDPOINT",
  [LOGIN_HOST]: "LAB_LOGIN_ENDPOINT",
};

/** The address in the lab, or the same one if the lab has none. */
export function ledToLab(address: string, environment: NodeJS.ProcessEnv): string {
  const [, host = "", rest = ""] = /^https:\/\/([^/?]+)(.*)$/s.exec(address) ?? [];
  const endpoint = environment[VARIABLES[host] ?? ""];
  return endpoint === undefined ? address : `${endpoint}${rest}`;
}

type Looked = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;

/** Refuses to look up any name but `localhost`. */
function stayOnThisMachine(): void {
  const lookup = dns.lookup.bind(dns) as (name: string, options: LookupOptions, looked: Looked) => void;
  const guarded = (name: string, options: LookupOptions | Looked, looked?: Looked): void => {
    const [given, callback] = typeof options === "function" ? [{}, options] : [options, looked];
    // A server that listens looks up its address too.
    if (isIP(name) !== 0 || name === "localhost") {
      lookup(name, given, callback ?? (() => undefined));
      return;
    }
    // Only here: every Node process of a deployment loads this module, and few need the messages.
    void import("../../messages/index.js").then(({ coded, withCode }) => {
      const error = new Error(
        withCode(
          coded(
            "lab-host-blocked",
            `${name}: not available, because the shell of the lab reaches only this machine`,
            "For the SDKs of Azure, start the lab with TLS: npm start -w lab -- --tls",
          ),
        ),
      );
      callback?.(Object.assign(error, { code: "ENOTFOUND", hostname: name }));
    });
  };
  Object.assign(dns, { lookup: guarded });
}

const { LAB_SHELL: shell } = process.env;
if (shell !== undefined) {
  stayOnThisMachine();
}

/** A proxy would lead out of the machine, and its client does not use the `fetch` below. The lab's own proxy leads to the lab. */
function ignoreProxies(): void {
  if (process.env.LAB_SHELL !== "tls") {
    for (const name of ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"]) {
      process.env[name] = "";
    }
  }
}

ignoreProxies();
// For a process that gets a new environment, with proxies: `kept-program.ts`.
Object.defineProperty(globalThis, Symbol.for("azure-to-aws.lab.new-environment"), { value: ignoreProxies });

const fetchAnywhere = globalThis.fetch;
globalThis.fetch = async (input, init) =>
  fetchAnywhere(typeof input === "string" ? ledToLab(input, process.env) : input, init);

/** The SDKs of Azure use Node's own client, with the parts of an address as options. */
function leadClients(): void {
  const requestAnywhere = https.request.bind(https) as (...all: readonly unknown[]) => http.ClientRequest;
  const request = (options: RequestOptions, ...others: readonly unknown[]): http.ClientRequest => {
    const led = ledToLab(`https://${options.hostname ?? ""}${options.path ?? ""}`, process.env);
    if (led.startsWith("https:")) {
      return requestAnywhere(options, ...others);
    }
    const [answered] = others as readonly [(response: http.IncomingMessage) => void];
    return http.request(led, { method: options.method, headers: options.headers }, answered);
  };
  Object.assign(https, { request });
}

// The shell of a lab shows that these clients need TLS.
if (shell === undefined) {
  leadClients();
}
