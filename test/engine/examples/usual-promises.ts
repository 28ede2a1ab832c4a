/** What every example keeps, as the last tests of it. */
import assert from "node:assert/strict";
import type { ExampleLab } from "./example-lab";

/** What an example has to say for itself. */
export interface Example {
  /** The running lab, once the tests run. */
  readonly lab: () => ExampleLab;
  /** Says that its compute is gone from Azure; it throws where it is not. */
  readonly isGone: () => void;
}

/** Says that no secret is left anywhere, and that another deployment changes nothing. */
export function keepsNoSecretAndNeedsNoChange({ lab }: Pick<Example, "lab">): void {
  it("leaves no key, token or session in state, logs, events, custom data, command texts or files", async () => {
    assert.deepEqual(await lab().secretsLeft(), []);
  });

  it("is deployed again without a change", async () => {
    const { changes } = await lab().redeploy();
    assert.deepEqual(Object.keys(changes), ["same"]);
  });
}

/** Says that nothing is left in either cloud when the example's stack is destroyed: the last test of all. */
export function leavesNothing({ lab, isGone }: Example): void {
  it("leaves nothing in either cloud", async () => {
    const { stack, lab: clouds } = lab();
    const end = await stack.destroy();
    assert.equal(end.exitCode, 0, end.output);
    assert.equal(clouds.azure.counts().total, 0);
    isGone();
    const { roles, policies, oidcProviders } = await clouds.aws.counts();
    assert.deepEqual({ roles, policies, oidcProviders }, { roles: 0, policies: 0, oidcProviders: 0 });
  });
}

/** The ARN of a role as its sessions have it, without the session's name. */
export function sessionsOf(roleArn: string): string {
  return roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
}
