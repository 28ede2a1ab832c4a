/** Azure Resource Manager: resources by ID, long-running operations followed to their end. */
import { setTimeout as delay } from "node:timers/promises";
import type { AzureResponse, AzureSession } from "../azure-login/azure-session";
import { CloudError } from "../kernel/cloud-error";

/** OAuth scope of Azure Resource Manager. */
export const ARM_SCOPE = "https://management.azure.com/.default";

/** A resource as ARM represents it. */
export type ArmResource = Record<string, unknown>;

/** Which resource, in which version of the API. */
export interface ArmAddress {
  /** `/subscriptions/…` */
  readonly id: string;
  readonly apiVersion: string;
}

/** Default pause between two looks at a long-running operation, in milliseconds, where ARM asks for none. */
const POLL_INTERVAL = 100;

/** A change that ARM accepted and that failed later: the resource exists in some state. */
export class OperationFailed extends Error {
  override readonly name = "OperationFailed";
}

/** Calls to ARM for one {@link AzureSession}. */
export class ArmClient {
  readonly session: AzureSession;
  /** Region for resources that name none; from the provider's configuration. */
  readonly defaultLocation: string | undefined;
  readonly #pollInterval: number;
  readonly #groupLocations = new Map<string, Promise<string | undefined>>();

  /** @param pollInterval - milliseconds between two looks at an operation where ARM asks for no pause. */
  constructor(session: AzureSession, defaultLocation: string | undefined, pollInterval = POLL_INTERVAL) {
    this.session = session;
    this.defaultLocation = defaultLocation;
    this.#pollInterval = pollInterval;
  }

  get subscriptionId(): string {
    return this.session.environment.subscriptionId;
  }

  /** @throws CloudError with ARM's code and text. */
  async get(
    address: ArmAddress,
    signal: AbortSignal,
    query: Readonly<Record<string, string>> = {},
  ): Promise<ArmResource> {
    return (await this.#send("GET", this.#url(address, query), signal)).body ?? {};
  }

  /** All members of a collection, page by page. */
  async list(address: ArmAddress, signal: AbortSignal): Promise<readonly ArmResource[]> {
    const members: ArmResource[] = [];
    for (let next: string | undefined = this.#url(address); next !== undefined;) {
      const { body }: AzureResponse = await this.#send("GET", next, signal);
      members.push(...((body?.value ?? []) as ArmResource[]));
      next = typeof body?.nextLink === "string" ? this.#local(body.nextLink) : undefined;
    }
    return members;
  }

  /** True when the resource is there. */
  async exists(address: ArmAddress, signal: AbortSignal): Promise<boolean> {
    const found = await this.get(address, signal).catch((error: unknown) => {
      if (error instanceof CloudError && error.notFound) {
        return undefined;
      }
      throw error;
    });
    return found !== undefined;
  }

  /**
   * Creates or replaces a resource and waits until it is there.
   *
   * @throws CloudError when ARM refuses, {@link OperationFailed} when it accepts and then fails.
   */
  async put(address: ArmAddress, body: ArmResource, signal: AbortSignal): Promise<ArmResource> {
    return this.#write("PUT", address, body, signal);
  }

  /**
   * Changes members of a resource (RFC 7396) and waits until that is done.
   *
   * @throws as {@link put}
   */
  async patch(address: ArmAddress, body: ArmResource, signal: AbortSignal): Promise<ArmResource> {
    return this.#write("PATCH", address, body, signal);
  }

  async #write(
    method: "PUT" | "PATCH",
    address: ArmAddress,
    body: ArmResource,
    signal: AbortSignal,
  ): Promise<ArmResource> {
    const accepted = await this.#send(method, this.#url(address), signal, body);
    await this.#finish(accepted, signal);
    return this.#provisioned(address, signal);
  }

  /** Deletes a resource and waits until it is gone. */
  async delete(address: ArmAddress, signal: AbortSignal): Promise<void> {
    await this.#finish(await this.#send("DELETE", this.#url(address), signal), signal);
  }

  /** Region of a resource group; undefined when it is not there. */
  async groupLocation(name: string, signal: AbortSignal): Promise<string | undefined> {
    const address = {
      id: `/subscriptions/${this.subscriptionId}/resourceGroups/${name}`,
      apiVersion: "2024-03-01",
    };
    const known =
      this.#groupLocations.get(name) ??
      this.get(address, signal).then(
        ({ location }) => location as string,
        () => undefined,
      );
    this.#groupLocations.set(name, known);
    const location = await known;
    if (location === undefined) {
      this.#groupLocations.delete(name);
    }
    return location;
  }

  /**
   * Registers the subscription with a resource provider, as azcore does by itself where a request asks for it (source:
   * azure-sdk-for-go `sdk/azcore/arm/runtime/policy_register_rp.go`, which azure-native's pipeline has). A refusal fails the
   * request in azcore's words, and the first answer is not shown.
   *
   * @throws CloudError for a login that may not.
   */
  async #register(namespace: string, signal: AbortSignal): Promise<void> {
    const id = `/subscriptions/${this.subscriptionId}/providers/${namespace}`;
    const apiVersion = "2019-05-01";
    const ask = async (method: "GET" | "POST", url: string): Promise<AzureResponse> => {
      const response = await this.session.send({ method, url, scope: ARM_SCOPE, signal });
      if (response.status < 400) {
        return response;
      }
      const { code = "Unknown" } = (response.body?.error ?? {}) as { code?: string };
      throw new CloudError(describeResponse(method, url, response), { code, notFound: false });
    };
    await ask("POST", this.#url({ id: `${id}/register`, apiVersion }));
    for (;;) {
      const response = await ask("GET", this.#url({ id, apiVersion }));
      if (String(response.body?.registrationState).toLowerCase() === "registered") {
        return;
      }
      await this.#pause(response, signal);
    }
  }

  #url({ id, apiVersion }: ArmAddress, query: Readonly<Record<string, string>> = {}): string {
    const parameters = new URLSearchParams({ "api-version": apiVersion, ...query });
    return `${this.session.environment.armEndpoint}${id}?${parameters.toString()}`;
  }

  /** Azure's asynchronous operations: `Azure-AsyncOperation` returns a status, `Location` answers 202 until it is done. */
  async #finish(accepted: AzureResponse, signal: AbortSignal): Promise<void> {
    const statusUrl = accepted.headers.get("azure-asyncoperation");
    const location = accepted.status === 202 ? accepted.headers.get("location") : null;
    if (statusUrl === null && location === null) {
      return;
    }
    for (let last = accepted; ;) {
      await this.#pause(last, signal);
      last = await this.#send("GET", this.#local(statusUrl ?? location ?? ""), signal);
      if (statusUrl === null) {
        if (last.status !== 202) {
          return;
        }
        continue;
      }
      const status = String(last.body?.status).toLowerCase();
      if (status === "succeeded") {
        return;
      }
      if (status === "failed" || status === "canceled") {
        throw new OperationFailed(describe(last));
      }
    }
  }

  async #provisioned(address: ArmAddress, signal: AbortSignal): Promise<ArmResource> {
    for (;;) {
      const response = await this.#send("GET", this.#url(address), signal);
      const { properties } = response.body ?? {};
      const state = (
        properties as { provisioningState?: string } | undefined
      )?.provisioningState?.toLowerCase();
      if (state === "failed" || state === "canceled") {
        throw new OperationFailed(`${address.id} is in provisioning state "${state}"`);
      }
      if (state === undefined || state === "succeeded") {
        return response.body ?? {};
      }
      await this.#pause(response, signal);
    }
  }

  async #pause(response: AzureResponse, signal: AbortSignal): Promise<void> {
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : this.#pollInterval;
    await delay(milliseconds, undefined, { signal });
  }

  /** The services give public addresses; in the lab they are under the address of ARM. */
  #local(url: string): string {
    const { armEndpoint } = this.session.environment;
    return url.startsWith(armEndpoint)
      ? url
      : url.replace(/^https:\/\/management\.azure\.com/, armEndpoint).replace(/^(?=\/)/, armEndpoint);
  }

  async #send(
    method: "GET" | "PUT" | "PATCH" | "DELETE",
    url: string,
    signal: AbortSignal,
    body?: ArmResource,
  ): Promise<AzureResponse> {
    const request = { method, url, scope: ARM_SCOPE, signal, ...(body === undefined ? {} : { body }) };
    let response = await this.session.send(request);
    const namespace = unregisteredNamespace(response);
    if (namespace !== undefined) {
      await this.#register(namespace, signal);
      response = await this.session.send(request);
    }
    if (response.status < 400) {
      return response;
    }
    const { code = "Unknown" } = (response.body?.error ?? {}) as { code?: string };
    throw new CloudError(describe(response), { code, notFound: response.status === 404 });
  }
}

/** The resource provider that a subscription must be registered with before a request is answered. */
function unregisteredNamespace({ status, body }: AzureResponse): string | undefined {
  const { code, details } = (body?.error ?? {}) as {
    code?: string;
    details?: readonly { readonly target?: string }[];
  };
  return status === 409 && code === "MissingSubscriptionRegistration" ? details?.[0]?.target : undefined;
}

/** As azcore words a response that its registration policy does not expect (`ResponseError.Error`). */
function describeResponse(method: string, url: string, { status, statusText, body }: AzureResponse): string {
  const { code = "" } = (body?.error ?? {}) as { code?: string };
  const line = "-".repeat(80);
  const { origin, pathname } = new URL(url);
  return [
    `${method} ${origin}${pathname}`,
    line,
    `RESPONSE ${status}: ${status} ${statusText}`,
    `ERROR CODE: ${code}`,
    line,
    JSON.stringify(body ?? {}, undefined, 2),
    line,
  ].join("\n");
}

function describe({ status, body }: AzureResponse): string {
  const { code, message } = (body?.error ?? {}) as { code?: string; message?: string };
  return `Status=${status} Code="${code ?? ""}" Message="${message ?? ""}"`;
}
