import * as pulumi from "@pulumi/pulumi";
import { type GuestProfile, guestProfileProblems } from "../../credential-helper";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { shown } from "../arguments/argument-rule";
import type { CheckedProfile } from "./guest-installation-args";

/**
 * The profiles with their defaults, once all of their values are known and fit together.
 *
 * @param paths - Where problems are reported.
 */
export function guestProfiles(
  paths: ArgumentPaths,
  profiles: readonly CheckedProfile[],
): pulumi.Output<GuestProfile[]> {
  return pulumi.output([...profiles]).apply<GuestProfile[]>(async (settings) => {
    const known = settings.map((profile) => ({
      ...profile,
      durationSeconds: profile.durationSeconds ?? 3600,
    }));
    const problems = guestProfileProblems(known).map(({ path, reason, given }) => ({
      path,
      ...coded("profile-invalid", `invalid profile: ${reason}`),
      given: shown(given),
    }));
    return problems.length > 0 ? failLate(paths, problems) : known;
  });
}
