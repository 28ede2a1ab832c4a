/** The audit beside the model, on random estates. */
import assert from "node:assert/strict";
import { EstateBuilder } from "../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../cli/audit/make-report";
import { judgeTrustPolicy } from "../../../trust";
import { reachOf, whoGetsIn } from "../../model/who-gets-in";
import { productReach, width } from "./compare-judge";
import { randomEstate } from "./random-estates";

const ROLES = 50;
const NOW = new Date("2026-11-28T06:00:00Z");

/**
 * Audits random roles, 50 in an estate, and has the model try everyone.
 *
 * @returns How many roles let somebody in.
 * @throws AssertionError with the first role of which the audit says something else.
 */
export function compareAudit(from: number, roles: number): number {
  let open = 0;
  for (let seed = from; seed < from + roles / ROLES; seed++) {
    const estate = randomEstate(seed, ROLES);
    const builder = new EstateBuilder();
    for (const record of estate.records) {
      builder.add(record);
    }
    const report = makeReport(builder.build(), "0.2.0", NOW);
    const audited = new Map(report.roles.map((role) => [role.name, role]));
    for (const [name, { policy, isPlain, hasExactAudiences }] of estate.roles) {
      const role = audited.get(name);
      const product = role === undefined ? "nobody" : (role.reach ?? "exact");
      const people = whoGetsIn(policy, estate.people, estate.clientIds);
      people.delete("intended, kept out by STS alone");
      const model = reachOf(people);
      const words = `randomEstate(${seed}, ${ROLES}) ${name} ${JSON.stringify(policy)}: audit ${product}, model ${model} (${[...people].join("; ")})`;
      // What STS demands of each token is a fact here, but a policy that relies on it is worth a finding.
      assert.ok(width(product) >= width(model), words);
      assert.ok(
        width(product) <= width(productReach(judgeTrustPolicy(policy))),
        `wider than the policy alone: ${words}`,
      );
      // The audit does not call a role exact of which the policy alone names no subject.
      const widest = Math.max(width(model), width("replay"));
      assert.ok(!isPlain || !hasExactAudiences || width(product) <= widest, words);
      open += Number(product !== "nobody");
    }
  }
  return open;
}
