/** Keeps the answers of the clouds during a run, for the report. */
import type { AzureRequest, AzureResponse } from "../../lab/pulumi";
import type { Refusal } from "../demo/steps/refuse-strangers";
import { POLLING_HEADERS } from "./lab-texts";

/** The answer of Resource Manager to an operation that continues after the answer. */
export interface SeenPolling {
  /** Method and resource type, such as `DELETE resourceGroups`. */
  readonly operation: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Messages of clouds in the output of a program. For Resource Manager only the codes: its messages name policies and resources. */
const CLOUD_TEXTS = [
  /AADSTS\d+: [^\n]*/g,
  /Status=\d+ Code="[^"]*"/g,
  /ERROR CODE: \w+/g,
  /api error \w+: [^\n]*/g,
  /unexpected status \d+ \([^)]*\)[^\n]*/g,
];

/** The answers so far. */
export class WireLog {
  readonly #polling = new Map<string, SeenPolling>();
  readonly #refusals: Refusal[] = [];
  readonly #errors = new Set<string>();

  /** Adds an answer of Azure. Only the start of an operation is kept, and each kind once. */
  readonly addResponse = ({ method, url }: AzureRequest, { status, headers }: AzureResponse): void => {
    const type = resourceType(url);
    if (method === "GET" || type === undefined || status >= 400) {
      return;
    }
    const operation = `${method} ${type}`;
    const followed = POLLING_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null || isResourceItself(value, url) ? [] : [[name, addressShape(value)] as const];
    });
    if (followed.length > 0 && !this.#polling.has(operation)) {
      this.#polling.set(operation, { operation, status, headers: Object.fromEntries(followed) });
    }
  };

  addRefusals(refusals: readonly Refusal[]): void {
    this.#refusals.push(...refusals);
  }

  /** Adds the output of a failed program. Only the clouds' own messages are kept. */
  addOutput(output: string): void {
    for (const found of CLOUD_TEXTS.flatMap((form) => output.match(form) ?? [])) {
      this.#errors.add(found.trim());
    }
  }

  get polling(): readonly SeenPolling[] {
    return [...this.#polling.values()];
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  /** Messages of clouds in the output of failed programs. */
  get errors(): readonly string[] {
    return [...this.#errors];
  }
}

/** Whether an address is that of the request: the `Location` of a 201 can name the new resource, which nobody polls. */
function isResourceItself(address: string, url: string): boolean {
  return addressShape(address).toLowerCase() === addressShape(url).toLowerCase();
}

/** The resource type of a request to Resource Manager; undefined for other requests. */
function resourceType(url: string): string | undefined {
  const [, path] = /\/subscriptions\/[^/?]+\/([^?]+)/.exec(url) ?? [];
  if (path === undefined) {
    return undefined;
  }
  const [, provider] = /\/providers\/(.+)$/.exec(`/${path}`) ?? [];
  const segments = (provider ?? path).split("/");
  const names = provider === undefined ? segments : segments.slice(1);
  const type = names.filter((_segment, index) => index % 2 === 0).join("/");
  return provider === undefined ? type : `${segments[0] ?? ""}/${type}`;
}

/** An address without its host and its signed query; other values unchanged. */
function addressShape(value: string): string {
  const [, address] = /^[^?]*?(\/subscriptions\/[^?]*)/.exec(value) ?? [];
  return address ?? value;
}
