/** Client secrets of applications: the actions `addPassword` and `removePassword` of Microsoft Graph v1.0. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import type { Application } from "../directory/directory-objects";
import type { EntraTenant } from "../entra/entra-tenant";
import { GraphError } from "./graph-error";

/** Graph resource type `passwordCredential`, as it is shown once it is there: without its text. */
interface PasswordCredential {
  readonly customKeyIdentifier: string | null;
  readonly displayName: string | null;
  readonly endDateTime: string;
  readonly hint: string;
  readonly keyId: string;
  readonly secretText: null;
  readonly startDateTime: string;
}

/**
 * How long a secret is valid where nothing is said ("application: addPassword").
 *
 * @evidence documentation A secret without an end date is valid for two years. Source: Microsoft Graph, "application:
 *   addPassword".
 */
const DEFAULT_YEARS = 2;

/**
 * Gives an application a client secret. The answer is the only one that shows it.
 *
 * @evidence recorded A stored secret shows the first three characters as its hint, and its text is null. Source:
 * jiasli/azure-cli src/azure-cli/azure/cli/command_modules/role/tests/latest/recordings/test_app_credential.yaml at
 * 4907e61 (2022).
 */
export function addPassword(
  tenant: EntraTenant,
  application: Application,
  body: Record<string, unknown>,
  clock: Clock,
): Record<string, unknown> {
  const given = (body.passwordCredential ?? {}) as Partial<Record<keyof PasswordCredential, string | null>>;
  const now = new Date(clock());
  const end = new Date(now);
  end.setUTCFullYear(now.getUTCFullYear() + DEFAULT_YEARS);
  const secretText = `${randomBytes(3).toString("hex").slice(0, 3)}8Q~${randomBytes(25).toString("base64url")}`;
  const credential: PasswordCredential = {
    customKeyIdentifier: given.customKeyIdentifier ?? null,
    displayName: given.displayName ?? null,
    endDateTime: given.endDateTime ?? end.toISOString(),
    hint: secretText.slice(0, 3),
    keyId: randomUUID(),
    secretText: null,
    startDateTime: given.startDateTime ?? now.toISOString(),
  };
  tenant.addSecret(application.appId, secretText, credential.keyId, Date.parse(credential.endDateTime));
  store(tenant, application, [...credentialsOf(application), credential]);
  return { ...credential, secretText };
}

/** Takes a client secret away. @throws GraphError 400 for one that is not there. */
export function removePassword(
  tenant: EntraTenant,
  application: Application,
  { keyId }: Record<string, unknown>,
): void {
  const before = credentialsOf(application);
  const after = before.filter((credential) => credential.keyId !== keyId);
  if (after.length === before.length) {
    // @evidence report Removing a secret that does not exist is 400. Source: answers quoted in public logs.
    throw GraphError.badRequest("No password credential found with keyId.");
  }
  tenant.removeSecret(application.appId, String(keyId));
  store(tenant, application, after);
}

function credentialsOf({ others }: Application): readonly PasswordCredential[] {
  return (others.passwordCredentials ?? []) as readonly PasswordCredential[];
}

function store(
  { directory }: EntraTenant,
  application: Application,
  passwordCredentials: readonly PasswordCredential[],
): void {
  directory.updateApplication(application, { others: { ...application.others, passwordCredentials } });
}
