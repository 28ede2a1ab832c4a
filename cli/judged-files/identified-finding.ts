/** Decides how judge identifies roles and findings, so that their fingerprints stay the same. */
import path from "node:path";
import { type FoundPolicy, idOf, roleNameOf } from "../../policy-sources";
import {
  findingOnRole,
  type FindingPlace,
  fingerprint,
  type IdentifiedFinding,
  type KnownFinding,
  Occurrences,
} from "../../policypack/configuration";
import type { JudgedRole, PlacedFinding, UnidentifiedRole } from "./judged-role";
import type { Mask } from "./mask";

/** The role's name in IAM, if the file shows it and it is no secret. */
export function shownName(found: FoundPolicy, mask: Mask): string | undefined {
  const name = roleNameOf(found);
  return name === undefined || mask.hides(name) ? undefined : name;
}

/**
 * What identifies a role in fingerprints. In a Pulumi stack the same as in the policy pack. In other files it is the role's name in IAM:
 * the same in every file, and in the account. If the file does not show that, it is the account or the file, and what the file calls
 * the role.
 */
export function roleIdentity(file: string, found: FoundPolicy, mask: Mask): readonly unknown[] {
  const { urn, account, place = "", variant = [] } = found;
  if (urn !== undefined) {
    return [urn, place];
  }
  const name = shownName(found, mask);
  if (name !== undefined) {
    return [name];
  }
  const shown = (part: unknown): boolean => typeof part !== "string" || !mask.hides(part);
  const holder = account !== undefined && shown(account) ? account : path.normalize(file);
  return [holder, place, ...idOf(found), ...variant].map((part) => (shown(part) ? part : null));
}

/** A role's name in a list of accepted findings: its URN, its ARN, or the name that the file gives it. */
export function resourceOf({ document: { urn, arn, role } }: Pick<JudgedRole, "document">): string {
  return urn ?? arn ?? role;
}

/** The names of a role in a list of accepted findings. */
export function placeOf({ document, roleName }: Pick<JudgedRole, "document" | "roleName">): FindingPlace {
  const { urn, arn } = document;
  return {
    resources: [resourceOf({ document }), ...[urn, arn].filter((one) => one !== undefined)],
    roleName,
  };
}

/** A role's violation as a list of accepted findings has it. In a Pulumi stack the same as the policy pack makes of it. */
function identifiedFinding(
  judged: Pick<JudgedRole, "document" | "identity">,
  { finding, identity: own }: Pick<PlacedFinding, "finding" | "identity">,
): IdentifiedFinding {
  return {
    rule: finding.rule,
    resource: resourceOf(judged),
    identity: [...judged.identity, ...own()],
    message: `Role ${judged.document.role}: ${finding.message}`,
  };
}

/** Gives the findings of a file their fingerprints. Two that are alike have two. */
export function withFingerprints(roles: readonly UnidentifiedRole[]): readonly JudgedRole[] {
  let made: readonly (readonly [string, ...string[]])[] | undefined;
  let count = 0;
  return roles.map((role) => ({
    ...role,
    findings: role.findings.map((placed) => {
      const position = count++;
      const fingerprints = (): readonly [string, ...string[]] => {
        made ??= fingerprintsOf(roles);
        return made[position] ?? [""];
      };
      return { ...placed, fingerprints };
    }),
  }));
}

function fingerprintsOf(roles: readonly UnidentifiedRole[]): (readonly [string, ...string[]])[] {
  const occurrences = new Occurrences();
  return roles.flatMap((role) =>
    role.findings.map((placed): readonly [string, ...string[]] => {
      const own = identifiedFinding(role, placed);
      // The pack reports a finding once that is the same in several outcomes of a template.
      const { urn, arn, variant } = role.document;
      const occurrence = occurrences.next(JSON.stringify([fingerprint(own), variant, arn]));
      // The pack has no rule of its own for malformed policies: those for the claims report them.
      const rules = own.rule === "trust-policy-is-well-formed" ? REPORTING_MALFORMED : [];
      const byName = (rule: string): readonly KnownFinding[] =>
        urn === undefined || role.roleName === undefined
          ? []
          : [findingOnRole(rule, role.roleName, placed.identity())];
      const others = [...byName(own.rule), ...rules.flatMap((rule) => [{ ...own, rule }, ...byName(rule)])];
      return [fingerprint(own, occurrence), ...others.map((one) => fingerprint(one, occurrence))];
    }),
  );
}

const REPORTING_MALFORMED = ["oidc-trust-requires-audience", "oidc-trust-requires-subject"];
