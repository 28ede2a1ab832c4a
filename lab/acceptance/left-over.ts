/** What a run left in the clouds, found by its names alone, with the commands that remove it. */
import { shellWord } from "../shell";

/** Something that a run created and that is still there. */
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

/** What is left, as far as it could be seen. */
export interface LeftOvers {
  readonly found: readonly LeftOver[];
  /** What could not be looked at, each with the reason; empty if all was seen. */
  readonly unseen: readonly string[];
  /** The OIDC provider that the run created, if others use it now: it stays. */
  readonly sharedProvider?: SharedProvider;
}

/** An OIDC provider that the run created and must not remove. */
export interface SharedProvider {
  readonly arn: string;
  /** How many client IDs of others it lists. */
  readonly others: number;
}

/** A resource group, with all that is in it. */
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

/** A bucket, with what somebody put there. */
export function leftBucket(name: string): LeftOver {
  return { kind: "bucket", name, commands: [`aws s3 rb --force s3://${name}`] };
}

/** The order in which left-overs are removed: the VM first, so that nothing uses the rest. */
export const LEFT_FIRST: readonly LeftOverKind[] = [
  "resource group",
  "application",
  "role",
  "client ID",
  "OIDC provider",
  "bucket",
];
