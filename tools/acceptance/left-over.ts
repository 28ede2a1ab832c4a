/** Resources that a run left in the clouds, found by their names, with the commands that remove them. */
import { shellWord } from "../../lab/terminal";

/** Something that a run created and that still exists. */
export interface LeftOver {
  readonly kind: LeftOverKind;
  /** A name or an ID. */
  readonly name: string;
  /** Shell commands that remove it, in order. */
  readonly commands: readonly string[];
}

/** What can be left. */
export type LeftOverKind =
  "resource group" | "application" | "OIDC provider" | "client ID" | "role" | "bucket";

/** What is left, as far as the run could check. */
export interface LeftOvers {
  readonly found: readonly LeftOver[];
  /** What could not be checked, each with the reason; empty if everything was checked. */
  readonly unseen: readonly string[];
  /** The OIDC provider that the run created and keeps, if others use it now. */
  readonly sharedProvider?: SharedProvider;
}

/** An OIDC provider that the run created and must not remove. */
export interface SharedProvider {
  readonly arn: string;
  /** How many client IDs of others it lists. */
  readonly others: number;
}

/** A resource group, with its contents. */
export function leftGroup(name: string, subscriptionId: string): LeftOver {
  const commands = [`az group delete --yes --subscription ${subscriptionId} --name ${shellWord(name)}`];
  return { kind: "resource group", name, commands };
}

/** An application, with its service principal. */
export function leftApplication(clientId: string): LeftOver {
  return { kind: "application", name: clientId, commands: [`az ad app delete --id ${clientId}`] };
}

/** A role with inline policies. */
export function leftRole(name: string, policies: readonly string[]): LeftOver {
  const role = `--role-name ${shellWord(name)}`;
  const commands = [
    ...policies.map((policy) => `aws iam delete-role-policy ${role} --policy-name ${shellWord(policy)}`),
    `aws iam delete-role ${role}`,
  ];
  return { kind: "role", name, commands };
}

/** The OIDC provider that a run created, and that lists nobody else's client IDs. */
export function leftProvider(arn: string): LeftOver {
  const commands = [
    `aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${shellWord(arn)}`,
  ];
  return { kind: "OIDC provider", name: arn, commands };
}

/** A client ID in a provider that others use. */
export function leftClientId(arn: string, clientId: string): LeftOver {
  const commands = [
    "aws iam remove-client-id-from-open-id-connect-provider " +
      `--open-id-connect-provider-arn ${shellWord(arn)} --client-id ${shellWord(clientId)}`,
  ];
  return { kind: "client ID", name: clientId, commands };
}

/** A bucket, with its objects. */
export function leftBucket(name: string): LeftOver {
  return { kind: "bucket", name, commands: [`aws s3 rb --force s3://${name}`] };
}

/** The order of the removal: the VM first, so that nothing uses the rest. */
export const LEFT_FIRST: readonly LeftOverKind[] = [
  "resource group",
  "application",
  "role",
  "client ID",
  "OIDC provider",
  "bucket",
];
