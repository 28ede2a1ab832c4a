/** Runs the helper with --diagnose, and asserts that no report holds a secret. */
import assert from "node:assert/strict";
import { issuer, secrets, subject } from "./facts";
import type { Fixture } from "./fixture";
import { noPauses, type Run } from "./run-helper";

/** The report as JSON. */
export interface Report {
  readonly works: boolean;
  readonly expected: Record<string, string | null>;
  readonly source: Record<string, unknown>;
  readonly token: { readonly claims: Record<string, unknown> | null; readonly problem: string | null };
  readonly checks: readonly Record<string, unknown>[];
  readonly sts: Record<string, unknown>;
  readonly cache: Record<string, unknown>;
  readonly conclusion: Record<string, string | null>;
}

/** What each check of a report came to. */
export function verdicts({ checks }: Report): Record<string, unknown> {
  return Object.fromEntries(checks.map(({ name, verdict }) => [String(name), verdict]));
}

export function diagnosing(fixture: Fixture) {
  const trusted = ["--issuer", issuer, "--subject", subject];

  async function diagnose(args: readonly string[] = trusted, env: Record<string, string> = {}): Promise<Run> {
    const run = await fixture.run({ args: [...args, "--diagnose"], env, times: noPauses });
    assertNoSecret(run);
    assert.equal(run.stderr, "");
    return run;
  }

  async function report(
    args: readonly string[] = trusted,
    env: Record<string, string> = {},
  ): Promise<Report> {
    const run = await fixture.run({ args: [...args, "--diagnose=json"], env, times: noPauses });
    assertNoSecret(run);
    assert.equal(run.stderr, "");
    const found = JSON.parse(run.stdout) as Report;
    assert.equal(run.exitCode, found.works ? 0 : 1);
    return found;
  }

  function assertNoSecret(run: Run): void {
    const [header = "", payload = ""] = fixture.clouds.token().split(".");
    for (const secret of [header, payload, secrets.key, secrets.session, "AccessKeyId"]) {
      assert.ok(!`${run.stdout}${run.stderr}`.includes(secret), run.stdout);
    }
  }

  return { diagnose, report, trusted };
}
