/**
 * Declares a federation with one workload and its VM against mocked clouds, and prints as JSON how often the workload's session length is
 * checked, its conditions, and how often its trust policy is built and judged. `countWorkloadChecks` runs it.
 */
import net from "node:net";
import { AzureToAwsFederation } from "../../components";
import { CallCounter } from "./call-counter";
import { countIntegerChecks } from "./integer-checks";
import { runWithMocks } from "./mocked-clouds";
import type { WorkloadChecks } from "./workload-checks";

/** Seconds that no default has, so no other value is counted. */
const SESSION = 7321;

const SSH_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH operator@example.com";

// A measurement calls no cloud.
net.Socket.prototype.connect = () => {
  throw new Error("a measurement opened a connection");
};

async function measure(): Promise<WorkloadChecks> {
  const sessionChecks = countIntegerChecks(SESSION);
  const calls = await CallCounter.start();
  await runWithMocks(() => {
    new AzureToAwsFederation("fed", {
      location: "westeurope",
      region: "eu-west-1",
      workloads: {
        app: {
          permissions: { readBuckets: ["reports"] },
          virtualMachine: { sshPublicKey: SSH_KEY },
          maxSessionDuration: SESSION,
          allowedSourceIps: ["203.0.113.7"],
          conditions: { Bool: { "aws:SecureTransport": ["true"] } },
        },
      },
    });
  });
  const callsOf = await calls.stop();
  return {
    sessionLengthChecked: sessionChecks(),
    conditionsChecked: callsOf("/trust/build/narrowing-conditions.ts", "narrowingProblems"),
    trustPolicyBuilt: callsOf("/trust/build/trust-policy.ts", "buildTrustPolicy"),
    trustPolicyJudged: callsOf("/trust/kernel/judge-policy.ts", "judgePolicy"),
  };
}

void measure().then((checks) => process.stdout.write(JSON.stringify(checks)));
