import { withCode } from "../../../messages";
import { COMMAND_LINE, KEYS } from "../../../messages/cli";
import { EntraCloud } from "../../../trust";
import { CommandError, type Io } from "../../command";
import { choice, invalidValue, type Options } from "../../options";
import { AZURE_ENDPOINTS } from "../../preflight/azure-cloud";
import { signInToAzure } from "../../preflight/readers/azure-session";
import { isRead } from "../../preflight/reading";
import { withProgress } from "../../progress";
import { printable } from "../../report/printable";
import { findHolders, type KeyHolder, type Place, PLACES } from "./find-holders";

/**
 * The places that `--look-in` names. Nothing is looked at that is not named.
 *
 * @throws {UsageError} If one is none of {@link PLACES}.
 */
export function placesOf(options: Options): readonly Place[] {
  return options
    .texts("look-in")
    .flatMap((text) => text.split(","))
    .map((name) => {
      const place = PLACES.find((known) => known === name);
      if (place === undefined) {
        throw invalidValue("--look-in", PLACES.join(", "), name);
      }
      return place;
    });
}

/**
 * Looks for keys in the workloads of the login's subscriptions.
 *
 * @throws {CommandError} If `@azure/identity` is not installed, or there is no login.
 */
export async function lookIn(
  options: Options,
  { err }: Io,
  places: readonly Place[],
  keys: readonly string[],
): Promise<readonly KeyHolder[]> {
  const identity = await loadIdentity();
  const cloud = choice(options, "cloud", [EntraCloud.Public, EntraCloud.UsGovernment, EntraCloud.China]);
  const names = AZURE_ENDPOINTS[cloud];
  const endpoints = {
    ...names,
    login: process.env.AZURE_AUTHORITY_HOST ?? names.login,
    arm: process.env.AZURE_TO_AWS_ARM_ENDPOINT ?? names.arm,
  };
  const tenantId = options.text("tenant") ?? process.env.ARM_TENANT_ID;
  const azure = await signInToAzure({ identity }, { endpoints, names, tenantId }, process.env);
  if (!isRead(azure.arm)) {
    throw new CommandError(KEYS.say("look-in-login-none", azure.arm.refused, azure.remedy));
  }
  const { api } = azure.arm.value;
  const search = await withProgress(`looking for ${keys.length} keys in Azure`, err, () =>
    findHolders(api, places, keys, options.texts("subscription")),
  );
  for (const refusal of search.refused) {
    err(`${printable(`azure-to-aws: ${withCode(KEYS.say("workload-not-read", refusal))}`)}\n`);
  }
  return search.holders;
}

async function loadIdentity(): Promise<Parameters<typeof signInToAzure>[0]["identity"]> {
  try {
    return await import("@azure/identity");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") {
      throw error;
    }
    throw new CommandError(COMMAND_LINE.say("sdk-missing", ["@azure/identity"]));
  }
}
