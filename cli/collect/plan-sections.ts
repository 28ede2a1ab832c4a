/** Decides which sections a run of collect reads, and which logins it reads them with. */
import { coded } from "../../messages";
import { CloudError, LOGIN } from "../clouds/cloud-error";
import { azureCredential } from "../clouds/microsoft/azure-credential";
import { MicrosoftApi } from "../clouds/microsoft/microsoft-api";
import { refusalText } from "../clouds/refusal-text";
import { loadSdks, type Sdks } from "../clouds/sdks";
import { CommandError } from "../command";
import { SECTIONS } from "../snapshot/snapshot-records";
import { AwsLogin, type AwsSdks, type ListedAccount } from "./aws/aws-login";
import { awsSections } from "./aws/aws-sections";
import { azureSections, subscriptionsOf } from "./microsoft/azure-sections";
import { entraSections } from "./microsoft/entra-sections";
import type { WantedSnapshot } from "./options";
import type { Section } from "./section";

/**
 * Signs in, and finds out which sections there are.
 *
 * @throws {CommandError} If an SDK or a login to AWS is missing, or if no login works anywhere.
 */
export async function planSections(
  wanted: WantedSnapshot,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Section[]> {
  const { iam, sts, identity, ...organizations } = await loadNeeded(wanted);
  const sections: Section[] = [];
  if (iam !== undefined && sts !== undefined) {
    sections.push(...(await planAws(wanted, { iam, sts, ...organizations })));
  }
  const barred: Barred[] = [];
  if (identity !== undefined) {
    for (const tenantId of wanted.tenants) {
      const planned = await planTenant(wanted, tenantId, identity, environment);
      sections.push(...planned.sections);
      barred.push(...planned.barred);
    }
  }
  if (identity !== undefined) {
    barred.push(...withoutSubscriptions(wanted, sections, barred));
  }
  const [first] = barred;
  if (first !== undefined && sections.length === 0) {
    throw new CommandError(
      first.error.code === NO_SUBSCRIPTION
        ? coded(
            "collect-subscriptions-none",
            `the login sees no subscription of the tenant ${first.tenantId}. Give it a role with Microsoft.Resources/subscriptions/read, or leave out Azure with --only`,
          )
        : coded(
            "collect-azure-login-none",
            `cannot sign in to the Entra tenant ${first.tenantId}: ${first.error.message}. Without Microsoft: --only aws`,
          ),
    );
  }
  const subscriptions = new Set(sections.map(({ name }) => name.split("/")[1]));
  const unseen = wanted.subscriptions.filter((id) => !subscriptions.has(id));
  // They may be those of a tenant whose subscriptions could not be listed, and that is said.
  if (wanted.clouds.includes("azure") && unseen.length > 0 && barred.length === 0) {
    throw new CommandError(
      coded(
        "collect-subscription-not-seen",
        `--subscription: the login sees no ${unseen.join(", ")} in the tenants. Expected subscriptions of the tenants in --tenant or ARM_TENANT_ID. az account list prints them`,
      ),
    );
  }
  sections.push(...barred.flatMap(failedSections));
  const planned = sections.filter(({ name }) => {
    const [cloud = "", , section = ""] = name.split("/");
    return !wanted.skipped.includes(`${cloud}/${section}`);
  });
  if (planned.length === 0) {
    throw new CommandError(
      coded(
        "collect-nothing-left",
        "nothing is left to collect. Expected at least one section after --only and --skip",
      ),
    );
  }
  return planned;
}

/** The SDKs that a run needs. */
async function loadNeeded({
  clouds,
  organization,
}: WantedSnapshot): Promise<Partial<AwsSdks & Sdks<"identity">>> {
  const aws = clouds.includes("aws");
  return loadSdks(
    ...(aws ? (["iam", "sts"] as const) : []),
    ...(aws && organization ? (["organizations"] as const) : []),
    ...(clouds.some((cloud) => cloud !== "aws") ? (["identity"] as const) : []),
  );
}

async function planAws(wanted: WantedSnapshot, sdks: AwsSdks): Promise<readonly Section[]> {
  const login = await AwsLogin.signIn(sdks, wanted.profile);
  const own: ListedAccount = { id: login.accountId, name: undefined, organizationId: undefined };
  const named = wanted.accounts.map((id) => ({ ...own, id }));
  const accounts = wanted.organization
    ? await login.organizationAccounts()
    : named.length === 0
      ? [own]
      : named;
  const others = accounts.map(({ id }) => id).filter((id) => id !== login.accountId);
  const { role = "", externalId } = wanted;
  if (role === "" && others.length > 0) {
    throw new CommandError(
      coded(
        "collect-role-missing",
        `--aws-role is missing. Expected the name of the role that this login can assume in ${others.join(", ")}`,
      ),
    );
  }
  return accounts.flatMap((account) =>
    awsSections({ account, iam: login.iam(account.id, { name: role, externalId }), sdks }),
  );
}

/** What cannot be read of a tenant, because the login does not get in or may not list its subscriptions. */
interface Barred {
  readonly tenantId: string;
  /** The sections, without the cloud and the tenant. */
  readonly names: readonly string[];
  readonly error: CloudError;
}

/** The sections of a tenant. A tenant that the login cannot enter does not end the collection of the others. */
async function planTenant(
  { clouds, subscriptions, endpoints, names }: WantedSnapshot,
  tenantId: string,
  identity: Sdks<"identity">["identity"],
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly sections: readonly Section[]; readonly barred: readonly Barred[] }> {
  const sections: Section[] = [];
  const barred: Barred[] = [];
  const plan = async (
    name: "graph" | "arm",
    failed: readonly string[],
    sectionsBy: (api: MicrosoftApi) => Promise<readonly Section[]> | readonly Section[],
  ): Promise<void> => {
    try {
      const { credential } = azureCredential(
        { identity },
        { tenantId, authorityHost: endpoints.login },
        environment,
      );
      const api = new MicrosoftApi({ credential, scope: names[name], endpoint: endpoints[name] });
      await api.signIn();
      sections.push(...(await sectionsBy(api)));
    } catch (error) {
      barred.push({ tenantId, names: failed, error: asCloudError(error) });
    }
  };
  if (clouds.includes("entra")) {
    await plan("graph", SECTIONS.entra, (graph) => entraSections(tenantId, graph));
  }
  if (clouds.includes("azure")) {
    await plan("arm", [SUBSCRIPTIONS], async (arm) => {
      const seen = await subscriptionsOf(tenantId, arm);
      const chosen = seen.filter((id) => subscriptions.length === 0 || subscriptions.includes(id));
      return chosen.flatMap((id) => azureSections(id, arm));
    });
  }
  return { sections, barred };
}

/** The section of a tenant that stands for its subscriptions, if they could not be listed. */
const SUBSCRIPTIONS = "subscriptions";

/** The code of the error for a login that sees no subscription. */
const NO_SUBSCRIPTION = "NoSubscription";

/**
 * The tenants, if the login sees no subscription anywhere: Azure lists only those that a role of the login may read, and refuses
 * nobody. If it sees one of a tenant, the others may have none.
 */
function withoutSubscriptions(
  { clouds, subscriptions, tenants }: WantedSnapshot,
  sections: readonly Section[],
  barred: readonly Barred[],
): readonly Barred[] {
  const isSeen = sections.some(({ name }) => name.startsWith("azure/"));
  if (!clouds.includes("azure") || subscriptions.length > 0 || isSeen) {
    return [];
  }
  const known = new Set(
    barred.flatMap(({ tenantId, names }) => (names.includes(SUBSCRIPTIONS) ? [tenantId] : [])),
  );
  return tenants
    .filter((tenantId) => !known.has(tenantId))
    .map((tenantId) => ({
      tenantId,
      names: [SUBSCRIPTIONS],
      error: new CloudError(
        "refused",
        NO_SUBSCRIPTION,
        "Azure lists no subscription",
        "Microsoft.Resources/subscriptions/read",
      ),
    }));
}

/** Sections that end with the error. */
function failedSections({ tenantId, names, error }: Barred): readonly Section[] {
  return names.map((name) => ({
    name: `entra/${tenantId}/${name}`,
    read: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }),
  }));
}

function asCloudError(error: unknown): CloudError {
  return error instanceof CloudError
    ? error
    : new CloudError("failed", LOGIN, refusalText((error as Error).message));
}
