import * as pulumi from "@pulumi/pulumi";
import { type CheckedProfile, checkProfileWords, sessionSeconds } from "../../credential-helper/profile";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { shown } from "../arguments/argument-rule";
import type { ProfileInputs } from "./guest-installation-args";

const DEFAULT_SECONDS = sessionSeconds(3600);

/**
 * The profiles with their defaults, once all of their values are known and fit together. Session lengths were checked as arguments.
 *
 * @param paths - Where problems are reported.
 */
export function guestProfiles(
  paths: ArgumentPaths,
  profiles: readonly ProfileInputs[],
): pulumi.Output<readonly CheckedProfile[]> {
  return pulumi.output([...profiles]).apply<readonly CheckedProfile[]>(async (settings) =>
    checkProfileWords(
      settings.map(({ durationSeconds, ...words }) => ({
        ...words,
        session: durationSeconds ?? DEFAULT_SECONDS,
      })),
      async (problems) =>
        failLate(
          paths,
          problems.map(({ path, reason, given }) => ({
            path,
            ...coded("profile-invalid", `invalid profile: ${reason}`),
            given: shown(given),
          })),
        ),
    ),
  );
}
