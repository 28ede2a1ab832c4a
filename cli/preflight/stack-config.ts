/** Reads the file of `preflight --stack-config`, so the checks use the settings that `pulumi up` uses. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { coded, quoted } from "../../messages";
import { isObject, stringsIn } from "../../trust";
import { UsageError } from "../command";
import { ADOPTED_SETTINGS, type AdoptedSettings } from "./adopted";

/** What the configuration of a stack says of the accounts that it deploys to. */
export interface StackConfig {
  readonly tenantId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  readonly location?: string | undefined;
  readonly environment?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly accountIds: readonly string[];
  readonly name?: string | undefined;
  /** The project and the stack, if the file's name and the project's file next to it show them. */
  readonly project?: string | undefined;
  readonly stack?: string | undefined;
  readonly oidcProviderArn?: string | undefined;
  /** Settings of the program that name something which exists in Azure. */
  readonly adopted?: AdoptedSettings | undefined;
  /** All settings, by names such as `aws:region`. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** Namespaces of providers, whose settings are not those of a program. */
const PROVIDERS = ["aws", "azure-native", "azuread", "pulumi"];

/** What the file of a stack can have. Source: pulumi/pulumi `sdk/go/common/workspace/project.go`, `ProjectStack`. */
const MEMBERS = ["config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

/**
 * Reads the file of a stack, such as `Pulumi.dev.yaml`. Secrets are encrypted in it, and count as missing.
 *
 * @throws {UsageError} If the file cannot be read, is not YAML, or is something else than the configuration of a stack.
 */
export async function readStackConfig(file: string): Promise<StackConfig> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      coded(
        "stack-file-unreadable",
        `--stack-config: cannot read ${quoted(file)} (${code ?? "error"}). Expected the configuration of a stack, such as Pulumi.dev.yaml. Run pulumi stack init dev, and pulumi config set`,
      ),
    );
  });
  const document = await parseYaml(file, text);
  if (!isStackFile(document)) {
    throw new UsageError(
      coded(
        "stack-file-other",
        `--stack-config: ${quoted(file)} is not the configuration of a stack. Expected a file such as Pulumi.dev.yaml, with "config:"`,
      ),
    );
  }
  const config = isObject(document) && isObject(document.config) ? document.config : {};
  const [, stack] = /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(file)) ?? [];
  return { ...stackConfigOf(config), stack, project: await projectBeside(file), settings: config };
}

/** A new stack has an empty file. That of a project has a name and a runtime. */
function isStackFile(document: unknown): boolean {
  if (document === null) {
    return true;
  }
  if (!isObject(document) || "runtime" in document || "name" in document) {
    return false;
  }
  const names = Object.keys(document);
  return names.length === 0 || names.some((name) => MEMBERS.includes(name));
}

/** The name in the project's file; `undefined` if there is no such file. */
async function projectBeside(file: string): Promise<string | undefined> {
  const project = path.join(path.dirname(file), "Pulumi.yaml");
  const text = await readFile(project, "utf8").catch(() => undefined);
  const document = text === undefined ? undefined : await parseYaml(project, text);
  return isObject(document) ? stringsIn([document.name]).at(0) : undefined;
}

async function parseYaml(file: string, text: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(text);
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    throw new UsageError(
      coded(
        "stack-file-not-yaml",
        `--stack-config: ${quoted(file)} is not valid YAML: ${line.replace(/:$/, "")}`,
      ),
    );
  }
}

/** The settings among the configuration of a stack, by their names as in `aws:region`. */
export function stackConfigOf(config: Readonly<Record<string, unknown>>): StackConfig {
  const text = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => scalar(config[name])).at(0);
  const ofProgram = (setting: string): string | undefined =>
    Object.entries(config)
      .filter(([name]) => name.endsWith(`:${setting}`) && !PROVIDERS.includes(name.split(":")[0] ?? ""))
      .flatMap(([, value]) => scalar(value))
      .at(0);
  return {
    tenantId: text("azure-native:tenantId", "azuread:tenantId"),
    subscriptionId: text("azure-native:subscriptionId"),
    location: text("azure-native:location"),
    environment: text("azure-native:environment", "azuread:environment"),
    region: text("aws:region"),
    profile: text("aws:profile"),
    accountIds: listOf(config["aws:allowedAccountIds"]),
    name: ofProgram("name"),
    oidcProviderArn: ofProgram("oidcProviderArn"),
    adopted: Object.fromEntries(
      ADOPTED_SETTINGS.flatMap((name) => {
        const value = ofProgram(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/** A plain value. An account ID without quotation marks is a number in YAML. */
export function scalar(value: unknown): string[] {
  if (typeof value === "number") {
    return [String(value)];
  }
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** A list, which `pulumi config set` without `--path` keeps as JSON in a string. */
export function listOf(value: unknown): readonly string[] {
  if (typeof value === "string" && value.startsWith("[")) {
    try {
      return (JSON.parse(value) as unknown[]).flatMap(scalar);
    } catch {
      return [];
    }
  }
  return Array.isArray(value) ? value.flatMap(scalar) : [];
}
