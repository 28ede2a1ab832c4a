import { COLLECTING } from "../../messages/cli";
import { CommandError } from "../command";
import { azureCredential } from "../preflight/readers/azure-credential";
import { refusalText } from "../preflight/readers/refusal-text";
import { AwsLogin, type ListedAccount } from "./aws/aws-login";
import type { AwsSdks } from "./aws/aws-sdks";
import { awsSections } from "./aws/aws-sections";
import { loadCollectSdks } from "./load-sdks";
import { azureSections, subscriptionsOf } from "./microsoft/azure-sections";
import { entraSections } from "./microsoft/entra-sections";
import { MicrosoftApi } from "./microsoft/microsoft-api";
import type { WantedSnapshot } from "./options";
import type { CollectError, Section } from "./section";

type Identity = NonNullable<Awaited<ReturnType<typeof loadCollectSdks>>["identity"]>;

/**
 * Signs in, and finds out which sections there are.
 *
 * @throws {CommandError} If an SDK or a login is missing.
 */
export async function planSections(
  wanted: WantedSnapshot,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Section[]> {
  const sdks = await loadCollectSdks({
    aws: wanted.clouds.includes("aws"),
    organization: wanted.clouds.includes("aws") && wanted.organization,
    microsoft: wanted.clouds.some((cloud) => cloud !== "aws"),
  });
  const sections: Section[] = [];
  if (sdks.aws !== undefined) {
    sections.push(...(await planAws(wanted, sdks.aws)));
  }
  const { identity } = sdks;
  if (identity !== undefined) {
    for (const tenantId of wanted.tenants) {
      sections.push(...(await planTenant(wanted, tenantId, identity, environment)));
    }
  }
  const subscriptions = new Set(sections.map(({ name }) => name.split("/")[1]));
  const unseen = wanted.subscriptions.filter((id) => !subscriptions.has(id));
  if (wanted.clouds.includes("azure") && unseen.length > 0) {
    throw new CommandError(COLLECTING.say("collect-subscription-not-seen", unseen));
  }
  const planned = sections.filter(({ name }) => {
    const [cloud = "", , section = ""] = name.split("/");
    return !wanted.skipped.includes(`${cloud}/${section}`);
  });
  if (planned.length === 0) {
    throw new CommandError(COLLECTING.say("collect-nothing-left"));
  }
  return planned;
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
  const { role = "" } = wanted;
  if (role === "" && others.length > 0) {
    throw new CommandError(COLLECTING.say("collect-role-missing", others));
  }
  return accounts.flatMap((account) => awsSections({ account, iam: login.iam(account.id, role), sdks }));
}

async function planTenant(
  { clouds, subscriptions, endpoints, names }: WantedSnapshot,
  tenantId: string,
  identity: Identity,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Section[]> {
  const sections: Section[] = [];
  try {
    const { credential } = azureCredential(
      { identity },
      { tenantId, authorityHost: endpoints.login },
      environment,
    );
    const api = (name: "graph" | "arm"): MicrosoftApi =>
      new MicrosoftApi({ credential, scope: names[name], endpoint: endpoints[name] });
    if (clouds.includes("entra")) {
      const graph = api("graph");
      await graph.signIn();
      sections.push(...entraSections(tenantId, graph));
    }
    if (clouds.includes("azure")) {
      const arm = api("arm");
      await arm.signIn();
      const seen = await subscriptionsOf(tenantId, arm);
      const chosen = seen.filter((id) => subscriptions.length === 0 || subscriptions.includes(id));
      sections.push(...chosen.flatMap((id) => azureSections(id, arm)));
    }
    return sections;
  } catch (error) {
    const answer = refusalText((error as CollectError).message);
    throw new CommandError(COLLECTING.say("collect-azure-login-none", tenantId, answer));
  }
}
