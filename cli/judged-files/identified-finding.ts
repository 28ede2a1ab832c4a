import path from "node:path";
import { type FoundPolicy, idOf } from "../../policy-sources";
import { fingerprint, type IdentifiedFinding, Occurrences } from "../../policypack/configuration";
import type { JudgedRole, PlacedFinding, UnidentifiedRole } from "./judged-role";
import type { Mask } from "./mask";

/**
 * What identifies a role in fingerprints. In a Pulumi stack the same as in the policy pack. In other files the role's name takes the
 * place of the URN, with its account or, where nothing tells that, the file: a name alone says little, and a bare policy has none.
 */
export function roleIdentity(file: string, found: FoundPolicy, mask: Mask): readonly unknown[] {
  const { urn, account, place = "", variant = [] } = found;
  if (urn !== undefined) {
    return [urn, place];
  }
  const shown = (part: unknown): boolean => typeof part !== "string" || !mask.hides(part);
  const holder = account !== undefined && shown(account) ? account : path.normalize(file);
  return [holder, place, ...idOf(found), ...variant].map((part) => (shown(part) ? part : null));
}

/** A role's name in a list of accepted findings: its URN, its ARN, or the name that the file gives it. */
export function resourceOf({ document: { urn, arn, role } }: Pick<JudgedRole, "document">): string {
  return urn ?? arn ?? role;
}

/** A role's violation as a list of accepted findings has it. In a Pulumi stack the same as the policy pack makes of it. */
export function identifiedFinding(
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
      const occurrence = occurrences.next(JSON.stringify([fingerprint(own), role.document.variant]));
      // The pack has no rule of its own for malformed policies: those for the claims report them.
      const rules = own.rule === "trust-policy-is-well-formed" ? REPORTING_MALFORMED : [];
      return [
        fingerprint(own, occurrence),
        ...rules.map((rule) => fingerprint({ ...own, rule }, occurrence)),
      ];
    }),
  );
}

const REPORTING_MALFORMED = ["oidc-trust-requires-audience", "oidc-trust-requires-subject"];
