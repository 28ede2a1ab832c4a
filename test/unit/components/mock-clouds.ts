/** Runs a Pulumi program against mocked clouds and returns what it declared, once all of it was registered. */
import * as pulumi from "@pulumi/pulumi";

export const TENANT_ID = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
export const PRINCIPAL_ID = "11111111-aaaa-4bbb-8ccc-000000000001";
/** Address and digest of a static helper for Windows. */
export const WINDOWS_HELPER = `https://downloads.example.com/1.0/helper.exe#sha256=${"0123456789abcdef".repeat(4)}`;
export const CLIENT_ID = "22222222-aaaa-4bbb-8ccc-000000000002";
export const APPLICATION_CLIENT_ID = "33333333-aaaa-4bbb-8ccc-000000000003";
export const APPLICATION_OBJECT_ID = "55555555-aaaa-4bbb-8ccc-000000000005";
export const SERVICE_PRINCIPAL_OBJECT_ID = "44444444-aaaa-4bbb-8ccc-000000000004";
export const ISSUER = `https://sts.windows.net/${TENANT_ID}/`;
export const OIDC_PROVIDER_ARN = `arn:aws:iam::111122223333:oidc-provider/sts.windows.net/${TENANT_ID}/`;
const SUBSCRIPTION = "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/group";

/** A resource as the program declared it. Inputs that are unknown in a preview are left out. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** What a program declared. */
export interface Declared<T> {
  /** What the program returned. */
  readonly result: T;
  readonly resources: readonly DeclaredResource[];
  /** Tokens of the functions that it asked providers to run. */
  readonly calls: readonly string[];
  /** Errors that came up while the program ran, after it had been declared. */
  readonly failures: readonly Error[];
  /** What it warned of. */
  readonly warnings: readonly string[];
}

/** What a provider answers when the program asks it; undefined for what the mocks know. It may throw. */
export type MockAnswer = (
  token: string,
  inputs: Record<string, unknown>,
) => Record<string, unknown> | undefined;

/** Properties that a cloud adds to what the program gave, once the resource exists. */
function computed(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "azuread:index/application:Application":
      return { clientId: APPLICATION_CLIENT_ID, objectId: APPLICATION_OBJECT_ID };
    case "azuread:index/servicePrincipal:ServicePrincipal":
      return { objectId: SERVICE_PRINCIPAL_OBJECT_ID };
    case "azure-native:managedidentity:UserAssignedIdentity":
      return { principalId: PRINCIPAL_ID, clientId: CLIENT_ID, tenantId: TENANT_ID };
    case "azure-native:network:PublicIPAddress":
      return { name, ipAddress: "203.0.113.7" };
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return {
        arn: `arn:aws:iam::111122223333:oidc-provider/${String(inputs.url).replace("https://", "")}`,
      };
    case "aws:iam/role:Role":
      return { name, arn: `arn:aws:iam::111122223333:role/${name}` };
    default:
      return { name };
  }
}

/** The resource ID that the mocks give. */
export function mockId(type: string, name: string): string {
  return type === "azure-native:managedidentity:UserAssignedIdentity"
    ? `${SUBSCRIPTION}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
    : `${SUBSCRIPTION}/providers/${type}/${name}`;
}

/** Collects warnings, which Pulumi writes to the console where there is no engine. */
class Warnings {
  readonly texts: string[] = [];
  readonly #warn = console.warn;

  constructor() {
    console.warn = (text: string) => {
      this.texts.push(text.replace(/^warning: \[runtime\] /, ""));
    };
  }

  stop(): void {
    console.warn = this.#warn;
  }
}

/** Collects rejections that nobody handles, in the place of mocha, which would fail the test. */
class UnhandledRejections {
  readonly errors: Error[] = [];
  /** Resolves a turn of the event loop after the first one, when those of the same turn are there too. */
  readonly first: Promise<void>;
  readonly #others = process.listeners("unhandledRejection");

  constructor() {
    process.removeAllListeners("unhandledRejection");
    this.first = new Promise((resolve) => {
      process.on("unhandledRejection", (reason) => {
        this.errors.push(reason instanceof Error ? reason : new Error(String(reason)));
        setImmediate(resolve);
      });
    });
  }

  stop(): void {
    process.removeAllListeners("unhandledRejection");
    for (const other of this.#others) {
      process.on("unhandledRejection", other);
    }
  }
}

/** How the clouds behave while a program is declared. */
export interface MockOptions {
  /** The stack's configuration. Default: empty. */
  readonly config?: Readonly<Record<string, string>>;
  /** Whether it is a preview, in which nothing that a cloud computes is known. Default: false. */
  readonly preview?: boolean;
  /** What providers answer to the functions that the program asks them to run. */
  readonly answer?: MockAnswer;
  /** A resource that exists only once another was requested. Default: each exists at once. */
  readonly hold?: { readonly name: string; readonly until: string };
  /** What a cloud gives a resource, by its name, in place of the usual. Default: nothing. */
  readonly gives?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Declares a program in the stack `dev` of the project `shop`.
 *
 * @throws Error as the program throws it.
 */
export async function declare<T>(program: () => T, options: MockOptions = {}): Promise<Declared<T>> {
  const { preview = false, answer, hold, gives = {}, config = {} } = options;
  pulumi.runtime.setAllConfig({ ...config });
  const resources: DeclaredResource[] = [];
  const calls: string[] = [];
  let letGo: () => void = () => undefined;
  const letGone = new Promise<void>((resolve) => (letGo = resolve));
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
        const given = inputs as Record<string, unknown>;
        resources.push({ type, name, inputs: withoutUnknowns(given) });
        if (name === hold?.until) {
          letGo();
        }
        const made = preview
          ? { id: "", state: given }
          : { id: mockId(type, name), state: { ...given, ...computed(type, name, given), ...gives[name] } };
        return name === hold?.name ? letGone.then(() => made) : made;
      },
      call: ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
        calls.push(token);
        return (
          answerOf(answer, token, inputs as Record<string, unknown>) ?? {
            tenantId: TENANT_ID,
            region: "eu-west-1",
          }
        );
      },
    },
    "shop",
    "dev",
    preview,
  );
  const rejections = new UnhandledRejections();
  const warnings = new Warnings();
  try {
    const result = program();
    // A program that fails leaves resources that are never registered.
    await Promise.race([pulumi.runtime.disconnect(), rejections.first]);
    await new Promise((resolve) => setImmediate(resolve));
    return { result, resources, calls, failures: rejections.errors, warnings: warnings.texts };
  } finally {
    rejections.stop();
    warnings.stop();
    // Forgets what a program that failed has left pending; Pulumi would wait for it and complain at the end.
    pulumi.runtime.resetOptions("shop", "dev", 16, "", "", false, "");
    pulumi.runtime.setAllConfig({});
  }
}

/** What a provider answers. Pulumi reads what a refusal says where gRPC has it. */
function answerOf(
  answer: MockAnswer | undefined,
  token: string,
  inputs: Record<string, unknown>,
): Record<string, unknown> | undefined {
  try {
    return answer?.(token, inputs);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { details: error.message }) : error;
  }
}

/** Drops what is unknown in a preview. */
function withoutUnknowns(inputs: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(inputs, (_key, value: unknown) => (isUnknown(value) ? undefined : value)),
  ) as Record<string, unknown>;
}

function isUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null && "__pulumiUnknown" in value;
}

/** The value of an output that is known. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve as (value: unknown) => void);
  });
}

/** The inputs of the one resource of this name. */
export function inputsOf(resources: readonly DeclaredResource[], name: string): Record<string, unknown> {
  const found = resources.filter((resource) => resource.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`there are ${found.length} resources called ${name}`);
  }
  return found[0].inputs;
}
