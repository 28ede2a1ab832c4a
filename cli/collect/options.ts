/** Decides what a run of collect must read, and checks its options and environment variables. */
import { coded, quoted } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { isGuid } from "../../trust";
import { AZURE_ENDPOINTS, type AzureEndpoints, cloudOf, endpointsOf } from "../clouds/microsoft/azure-cloud";
import { type Options, UsageError } from "../command";
import { invalidValue } from "../options";
import { SECTIONS } from "../snapshot/snapshot-records";

/** A cloud of which sections are collected. */
export type CollectedCloud = keyof typeof SECTIONS;

/** What is to be collected. */
export interface WantedSnapshot {
  readonly out: string;
  readonly clouds: readonly CollectedCloud[];
  /** Sections that are left out, as `<cloud>/<name>`. */
  readonly skipped: readonly string[];
  /** Accounts in addition to that of the login. */
  readonly accounts: readonly string[];
  readonly organization: boolean;
  readonly role: string | undefined;
  /** What the trust policies of the roles demand as `sts:ExternalId`. */
  readonly externalId: string | undefined;
  readonly profile: string | undefined;
  readonly tenants: readonly string[];
  /** Empty for all that the login sees. */
  readonly subscriptions: readonly string[];
  /** Where requests go. */
  readonly endpoints: AzureEndpoints;
  /** The cloud's own endpoints, which are the names of the APIs. */
  readonly names: AzureEndpoints;
  readonly redact: boolean;
  readonly resume: boolean;
}

/**
 * Reads the options and the variables that stand for them.
 *
 * @throws {UsageError} If one is wrong, or one that is needed is missing.
 */
export function readWantedSnapshot(options: Options, environment: NodeJS.ProcessEnv): WantedSnapshot {
  const [file] = options.files;
  if (file !== undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--out", `--out ${file}: collect takes no other word`),
    );
  }
  const out = options.text("out");
  if (out === undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--out", "the file that the snapshot is written to"),
    );
  }
  const accounts = unique(options.texts("aws-account").map(accountOf));
  const organization = options.has("organization");
  if (organization && accounts.length > 0) {
    throw new UsageError(COMMAND_LINE.say("options-exclusive", "--organization", "--aws-account"));
  }
  const variable = (name: string): string | undefined =>
    [environment[name]].find((value) => value !== undefined && value !== "");
  const cloud = cloudOf(options.text("cloud") ?? variable("ARM_ENVIRONMENT"));
  const only = options.texts("only");
  const clouds = CLOUDS.filter((one) => only.length === 0 || only.includes(one));
  const tenants = options.texts("tenant");
  const tenant = variable("ARM_TENANT_ID");
  const wantedTenants = tenants.length > 0 || tenant === undefined ? tenants : [tenant];
  if (wantedTenants.length === 0 && clouds.some((one) => one !== "aws")) {
    throw new UsageError(
      coded(
        "collect-tenant-missing",
        "no Entra tenant. Expected --tenant ID or ARM_TENANT_ID. Without Microsoft: --only aws",
      ),
    );
  }
  return {
    out,
    clouds,
    skipped: options.texts("skip").flatMap(skippedBy),
    accounts,
    organization,
    role: options.text("aws-role"),
    externalId: externalIdOf(options),
    profile: options.text("profile"),
    tenants: unique(wantedTenants.map((id) => guidOf("--tenant", id))),
    subscriptions: unique(options.texts("subscription").map((id) => guidOf("--subscription", id))),
    endpoints: endpointsOf(
      cloud,
      { arm: options.text("arm-endpoint"), graph: options.text("graph-endpoint") },
      environment,
    ),
    names: AZURE_ENDPOINTS[cloud],
    redact: options.has("redact"),
    resume: options.has("resume"),
  };
}

const CLOUDS = ["aws", "entra", "azure"] as const satisfies readonly CollectedCloud[];

/** The sections of a name: `aws/access-keys`, or `access-keys` alone. */
function skippedBy(name: string): readonly string[] {
  const known = Object.entries(SECTIONS).flatMap(([cloud, names]) => names.map((one) => `${cloud}/${one}`));
  const found = known.filter((one) => one === name || one.endsWith(`/${name}`));
  if (found.length === 0) {
    throw new UsageError(
      coded(
        "collect-section-unknown",
        `--skip: no such section. Expected ${known.join(", ")}; got ${quoted(name)}`,
      ),
    );
  }
  return found;
}

/** Source: STS API Reference, AssumeRole (`ExternalId`). */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

function externalIdOf(options: Options): string | undefined {
  const id = options.text("aws-external-id");
  if (id === undefined) {
    return undefined;
  }
  if (options.text("aws-role") === undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--aws-role", "the role that --aws-external-id is for"),
    );
  }
  if (!EXTERNAL_ID.test(id)) {
    throw invalidValue("--aws-external-id", "2 to 1224 letters, digits, and characters of +=,.@:/-_", id);
  }
  return id;
}

function accountOf(id: string): string {
  if (!/^\d{12}$/.test(id)) {
    throw invalidValue("--aws-account", "an account ID of 12 digits", id);
  }
  return id;
}

function guidOf(name: string, id: string): string {
  if (!isGuid(id)) {
    throw invalidValue(name, "an ID of 32 hexadecimal digits", id);
  }
  return id.toLowerCase();
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
