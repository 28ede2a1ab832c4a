import type * as pulumi from "@pulumi/pulumi";

import type { ArgumentChecks } from "./arguments/argument-checks";
import { audience } from "./arguments/rules/audience";
import { iamArn } from "./arguments/rules/arn";
import { guid } from "./arguments/rules/guid";
import { issuerUrl } from "./arguments/rules/issuer-url";
import { location } from "./arguments/rules/location";
import { profileName } from "./arguments/rules/profile-name";
import { region } from "./arguments/rules/region";
import { resourceGroupName } from "./arguments/rules/resource-group-name";
import { sessionDuration } from "./arguments/rules/session-duration";
import { vmName } from "./arguments/rules/vm-name";

/** One profile of the AWS config on a VM: the role that it stands for and how its tokens are obtained. */
export interface ProfileSettings {
  /** The name of the profile, as in `aws --profile`. */
  profileName: pulumi.Input<string>;
  /** The ARN of the role. */
  roleArn: pulumi.Input<string>;
  /** The audience to ask a token for. */
  audience: pulumi.Input<string>;
  /** The client ID of the managed identity to ask as. */
  clientId: pulumi.Input<string>;
  /** The `iss` claim that the role trusts; the helper compares it before it asks AWS. */
  issuer: pulumi.Input<string>;
  /** The `sub` claim that the role trusts; the helper compares it before it asks AWS. */
  subject: pulumi.Input<string>;
  /** The AWS region of the profile, whose STS is asked. */
  region: pulumi.Input<string>;
  /** How long a session lasts, 3600 to 43200 seconds, at most the role's `maxSessionDuration`. Default: 3600. */
  durationSeconds?: pulumi.Input<number | undefined>;
}

/** What is installed, and on which VM. */
export interface GuestInstallationArgs {
  /** The resource group of the VM. */
  resourceGroupName: pulumi.Input<string>;
  /** The Azure region of the VM, such as `westeurope`. Default: the resource group's. */
  location?: pulumi.Input<string | undefined>;
  /** The name of the VM in its resource group. */
  vmName: pulumi.Input<string>;
  /** The profiles of the AWS config, at least one, each with a name of its own. */
  profiles: ProfileSettings[];
}

function checkProfile(checks: ArgumentChecks, args: ProfileSettings): ProfileSettings {
  return {
    profileName: checks.text("profileName", args.profileName, profileName),
    roleArn: checks.text("roleArn", args.roleArn, iamArn("role")),
    audience: checks.text("audience", args.audience, audience),
    clientId: checks.text("clientId", args.clientId, guid),
    issuer: checks.text("issuer", args.issuer, issuerUrl),
    subject: checks.text("subject", args.subject, guid),
    region: checks.text("region", args.region, region),
    durationSeconds: checks.optionalNumber("durationSeconds", args.durationSeconds, sessionDuration),
  };
}

/** Checks the arguments and returns them gated. */
export function checkGuestInstallationArgs(
  checks: ArgumentChecks,
  args: GuestInstallationArgs,
): GuestInstallationArgs {
  return {
    resourceGroupName: checks.text("resourceGroupName", args.resourceGroupName, resourceGroupName),
    location: checks.optionalText("location", args.location, location),
    vmName: checks.text("vmName", args.vmName, vmName),
    profiles: checks
      .items("profiles", args.profiles, "must have at least one profile")
      .map((profile, index) => checkProfile(checks.within(`profiles[${index}]`), profile)),
  };
}
