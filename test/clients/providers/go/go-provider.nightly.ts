/** The provider for Go, and the recipe without it: real processes with Azure Identity and the AWS SDK, on each kind of host. */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import type { ProcessResult } from "../../../../lab/azure";
import { describeWith } from "../../../../lab/testing/describe-with";
import { type Host, IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET, OBJECT } from "../../facts";
import { type GoPrograms, goPrograms } from "./go-programs";

/** Fetching modules and compiling them on a machine's first run. */
const PREPARATION = "20m";
const HOSTS: readonly Host[] = ["virtual machine", "App Service", "pod of trusted"];
/** A proxy where nobody listens: what goes to a metadata service must not leave this machine. */
const NOWHERE = "http://127.0.0.1:1";

describe("The sources of the provider for Go", () => {
  const folder = path.join(__dirname, "../../../../providers/go");
  const go = async (...words: readonly string[]): Promise<string> => {
    const env = { GOWORK: "off", GOFLAGS: "-mod=readonly", CGO_ENABLED: "0" };
    return (await execa("go", words, { cwd: folder, env })).stdout;
  };

  it("are formatted", async () => {
    assert.equal((await execa("gofmt", ["-l", folder, __dirname])).stdout, "");
  });

  it("pass go vet and their own tests", async function () {
    this.timeout(PREPARATION);
    await go("vet", "./...");
    assert.match(await go("test", "-count=1", "./..."), /^ok /m);
  });
});

describeWith(
  "Programs in Go on Azure",
  () => IdentityLab.start(),
  (lab) => {
    let programs: GoPrograms;

    before(async function () {
      this.timeout(PREPARATION);
      programs = await goPrograms();
    });

    const run = async (
      host: Host,
      program: string,
      changes: Readonly<Record<string, string>> = {},
    ): Promise<ProcessResult> => {
      const { azure, federations, workload, entra } = lab();
      const hosts = {
        // Azure Identity for Go knows no other address of the metadata service: it is reached as a proxy.
        "virtual machine": { HTTP_PROXY: azure.vm("vm1").imdsUrl },
        "App Service": { HTTP_PROXY: NOWHERE },
        pod: { ...entra.environment(), HTTP_PROXY: NOWHERE },
      };
      const env = {
        ...hosts[host === "virtual machine" || host === "App Service" ? host : "pod"],
        AWS_ROLE_ARN: federations[1].roleArn,
        AWS_REGION: "eu-west-1",
        AZURE_CLIENT_ID: workload.clientId,
        AZURE_TO_AWS_AUDIENCE: federations[1].uri,
        AZURE_TOKEN_CREDENTIALS: host.startsWith("pod")
          ? "WorkloadIdentityCredential"
          : "ManagedIdentityCredential",
        ...changes,
      };
      return lab().run(host, [program, BUCKET], env);
    };

    for (const [title, program] of [
      ["the README of the provider", "readme"],
      ["the recipe", "recipe"],
    ] as const) {
      for (const host of HOSTS) {
        it(`lists a bucket with the program of ${title} on the ${host}`, async () => {
          const { exitCode, stdout, stderr } = await run(host, programs[program]);
          assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: `${OBJECT}\n`, stderr: "" });
        });
      }
    }

    const refused = async (
      code: string,
      host: Host,
      changes: Readonly<Record<string, string>>,
    ): Promise<void> => {
      const { exitCode, stdout, stderr } = await run(host, programs.readme, changes);
      assert.notEqual(exitCode, 0);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`\\[${code}\\]\n$`));
      assert.doesNotMatch(stderr, /eyJ/);
    };
    const UNKNOWN = { AZURE_CLIENT_ID: "12345678-2222-4333-8444-555555555555" };

    it("shows that another identity is not assigned to the application", async () => {
      const stranger = { AZURE_CLIENT_ID: lab().stranger.clientId };
      await refused("entra-not-assigned", "virtual machine", stranger);
      await refused("entra-not-assigned", "App Service", stranger);
    });

    it("shows that the host does not have an identity", async () => {
      await refused("identity-not-on-vm", "virtual machine", UNKNOWN);
      await refused("identity-not-on-app", "App Service", UNKNOWN);
      await refused("entra-no-federated-credential", "pod of stranger", {});
    });

    it("shows that the role does not trust the token, and that the tenant does not know the audience", async () => {
      await refused("sts-access-denied", "virtual machine", { AWS_ROLE_ARN: lab().federations[2].roleArn });
      await refused("entra-no-service-principal", "virtual machine", {
        AZURE_TO_AWS_AUDIENCE: "api://nobody",
      });
    });

    it("names every missing variable before it sends a request", async () => {
      const { stderr } = await run("virtual machine", programs.readme, {
        AWS_ROLE_ARN: "",
        AZURE_TO_AWS_AUDIENCE: "",
      });
      assert.deepEqual(
        [...stderr.matchAll(/(\w+): expected .*\[helper-option-missing\]/g)].map(([, name]) => name),
        ["RoleARN", "Audience"],
      );
    });
  },
);
