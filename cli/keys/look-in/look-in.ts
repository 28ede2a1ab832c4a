/** The option `--look-in` of `keys find`: parses its places, signs in to Azure, and warns about refused reads. */
import { coded, withCode } from "../../../messages";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import { AZURE_ENDPOINTS, cloudOf, endpointsOf } from "../../clouds/microsoft/azure-cloud";
import { signInToAzure } from "../../clouds/microsoft/azure-session";
import { isRead } from "../../clouds/reading";
import { loadSdks } from "../../clouds/sdks";
import { CommandError, type Io, type Options } from "../../command";
import { invalidValue } from "../../options";
import { withProgress } from "../../progress";
import { counted } from "../../report/counted";
import { printable } from "../../report/printable";
import { findHolders, type HolderPlace, type KeyHolder, PLACES } from "./find-holders";

/**
 * The places that `--look-in` names. Nothing is looked at that is not named.
 *
 * @throws {UsageError} If one is none of {@link PLACES}.
 */
export function placesOf(options: Options): readonly HolderPlace[] {
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
 * Signs in to Azure Resource Manager.
 *
 * @throws {CommandError} If `@azure/identity` is not installed, or there is no login.
 */
export async function signInToLook(options: Options): Promise<AzureApi> {
  const sdks = await loadSdks("identity");
  const cloud = cloudOf(options.text("cloud") ?? process.env.ARM_ENVIRONMENT);
  const names = AZURE_ENDPOINTS[cloud];
  const endpoints = endpointsOf(cloud, {}, process.env);
  const tenantId = options.text("tenant") ?? process.env.ARM_TENANT_ID;
  const azure = await signInToAzure(sdks, { endpoints, names, tenantId }, process.env);
  if (!isRead(azure.arm)) {
    throw new CommandError(
      coded(
        "look-in-login-none",
        `no Azure login for --look-in: ${azure.arm.refused}. Next: ${azure.remedy}`,
      ),
    );
  }
  return azure.arm.value.api;
}

/** Looks for keys in the workloads of the login's subscriptions, and prints what it may not read. */
export async function lookIn(
  api: AzureApi,
  options: Options,
  { err }: Io,
  places: readonly HolderPlace[],
  keys: readonly string[],
): Promise<readonly KeyHolder[]> {
  const search = await withProgress(`looking for ${counted(keys.length, "key")} in Azure`, err, () =>
    findHolders(api, places, keys, options.texts("subscription")),
  );
  for (const refusal of search.refused) {
    err(
      `${printable(`azure-to-aws: ${withCode(coded("workload-not-read", `${refusal}. A key may be there`))}`)}\n`,
    );
  }
  return search.holders;
}
