import * as pulumi from "@pulumi/pulumi";
import { type GuestProfile, guestProfileProblems } from "../../credential-helper";
import { failLate } from "../arguments/argument-error";
import type { ProfileSettings } from "./guest-installation-args";

/**
 * The profiles with their defaults, once all of their values are known and fit together.
 *
 * @param component - The class and name of the component, for the error.
 */
export function guestProfiles(
  component: string,
  profiles: readonly ProfileSettings[],
): pulumi.Output<GuestProfile[]> {
  return pulumi.output([...profiles]).apply<GuestProfile[]>(async (settings) => {
    const known = settings.map((profile) => ({
      ...profile,
      durationSeconds: profile.durationSeconds ?? 3600,
    }));
    const problems = guestProfileProblems(known).map(({ path, reason, given }) => ({
      path,
      reason: given === undefined ? reason : `${JSON.stringify(given)} ${reason}`,
    }));
    return problems.length > 0 ? failLate(component, problems) : known;
  });
}
