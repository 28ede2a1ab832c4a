/** The audit's rule on guests among a role's controllers. */
import type { AuditRule } from "./audit-rule";

/** How the user principal name of a guest looks. Source: Microsoft, "Properties of a Microsoft Entra B2B collaboration user". */
const GUEST = /#EXT#@/i;

/** Roles whose way in a guest of the tenant controls. */
export const guestControlsWayIn: AuditRule = {
  id: "guest-controls-way-in",
  severity: "high",
  title: "No guest of the tenant controls the way into a role.",
  why: "A guest signs in at a directory that is not yours. If that account is taken over, or its owner leaves, the role is open.",
  fix: "Remove the guest from the owners or from the role, and name members of the tenant.",
  limits:
    "Guests are known by their user principal names, which only owners of applications and holders of directory roles have in the input.",
  *find({ roles }) {
    for (const { role, controllers } of roles) {
      const guests = controllers.filter(({ name }) => name !== undefined && GUEST.test(name));
      const [first] = guests;
      if (first !== undefined) {
        yield {
          subject: role.arn,
          message: `The guest ${first.name ?? first.principal} is ${first.by}, and so controls the way into role ${role.name} of account ${role.account}.`,
          remedy: "Remove the guest from the owners or from the role, and name members of the tenant.",
          cause: [...new Set(guests.map(({ principal }) => principal))].sort(),
        };
      }
    }
  },
};
