/**
 * Loaded into the Node processes of a deployment before anything else (`NODE_OPTIONS`): what they fetch from Azure's public
 * hosts by themselves, without a provider plugin, is led to the lab. Other addresses are left alone.
 *
 * In the shell of a lab (`LAB_SHELL`), a name that is not this machine's cannot be looked up either. Node's own clients ignore
 * proxies, and the shell has the secret of the lab's login.
 */
import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { isIP } from "node:net";
import { ARM_HOST, GRAPH_HOST, LOGIN_HOST } from "./azure-hosts";

/** Variables of the lab's environment by the host that they stand for. */
const VARIABLES: Readonly<Record<string, string>> = {
  [ARM_HOST]: "LAB_ARM_ENDPOINT",
  [GRAPH_HOST]: "LAB_GRAPH_ENDPOINT",
  [LOGIN_HOST]: "LAB_LOGIN_ENDPOINT",
};

/** The address in the lab, or the same one where the lab has none. */
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
    const error = new Error(
      `${name} is not in the lab, whose shell reaches this machine alone. For the SDKs of Azure: npm run lab -- --tls`,
    );
    process.nextTick(() => callback?.(Object.assign(error, { code: "ENOTFOUND", hostname: name })));
  };
  Object.assign(dns, { lookup: guarded });
}

const { LAB_SHELL: shell } = process.env;
if (shell !== undefined) {
  stayOnThisMachine();
}

// A proxy would lead out of the machine, and its client is not the `fetch` that is replaced here. That of the lab leads to the lab.
if (shell !== "tls") {
  for (const name of ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"]) {
    process.env[name] = "";
  }
}

const fetchAnywhere = globalThis.fetch;
globalThis.fetch = async (input, init) =>
  fetchAnywhere(typeof input === "string" ? ledToLab(input, process.env) : input, init);
