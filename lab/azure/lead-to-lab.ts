/**
 * Loaded into the Node processes of a deployment before anything else (`NODE_OPTIONS`): what they fetch from Azure's public
 * hosts by themselves, without a provider plugin, is led to the lab. Other addresses are left alone.
 */
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

// A proxy would lead out of the machine, and its client is not the `fetch` that is replaced here.
for (const name of ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"]) {
  process.env[name] = "";
}

const fetchAnywhere = globalThis.fetch;
globalThis.fetch = async (input, init) =>
  fetchAnywhere(typeof input === "string" ? ledToLab(input, process.env) : input, init);
