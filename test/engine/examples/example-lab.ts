/** A lab for one example: the real engine, both doubles and the example's stack. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Lab, LabOptions } from "../../../lab";
import { DEPLOYER } from "../../../lab/aws";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION, LAB_SUBSCRIPTION_ID } from "../../../lab/lab-facts";
import {
  ARM_SCOPE,
  azureEnvironment,
  AzureSession,
  type PulumiRun,
  PulumiStack,
  type StackRunOptions,
} from "../../../lab/pulumi";
import { startOrStop, stoppedBy } from "../../../lab/testing/start-or-stop";
import { startLab } from "../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { KnownSecrets } from "../../security/secrets/known-secrets";
import { type Deployment, secretsLeft } from "../../security/secrets/secrets-left";

/** The pack that every deployment of an example must pass. */
export const POLICY_PACK = path.join(PROJECT_ROOT, "policypack");

/** A managed identity. */
export interface Identity {
  readonly resourceId: string;
  readonly clientId: string;
  readonly principalId: string;
}

/** A running lab with the stack of one example, not deployed yet. Whoever started it stops it. */
export class ExampleLab {
  readonly #session: AzureSession;
  readonly #deployments: Deployment[] = [];

  private constructor(
    readonly lab: Lab,
    readonly stack: PulumiStack,
    private readonly secrets: KnownSecrets,
    /** The pack with the example's own configuration, if it has one. */
    private readonly pack: Pick<StackRunOptions, "policyPacks" | "policyPackConfig">,
  ) {
    this.#session = new AzureSession(azureEnvironment({}, lab.pulumi.environment));
  }

  /**
   * @param config The example's own settings, besides both regions.
   * @param options What the lab is to have besides.
   */
  static async start(
    example: string,
    config: Readonly<Record<string, unknown>>,
    options: LabOptions = {},
  ): Promise<ExampleLab> {
    return startOrStop(async (keep) => {
      const secrets = new KnownSecrets();
      keep(
        stoppedBy(() => {
          secrets.stop();
        }),
      );
      const lab = keep(await startLab(options));
      secrets.addKeysOf("the deployer", lab.pulumi.environment);
      secrets.addKeysOf("root", { ...lab.aws.rootEnvironment() });
      const stack = await PulumiStack.create(lab.pulumi, {
        projectDirectory: path.join(PROJECT_ROOT, "examples", example),
        stackName: "dev",
        directory: lab.directory,
        config: { "aws:region": LAB_AWS_REGION, "azure-native:location": LAB_AZURE_LOCATION, ...config },
      });
      const policyPackConfig = path.join(PROJECT_ROOT, "examples", example, "policies.json");
      const pack = existsSync(policyPackConfig) ? { policyPackConfig } : {};
      return new ExampleLab(lab, stack, secrets, { policyPacks: [POLICY_PACK], ...pack });
    });
  }

  async stop(): Promise<void> {
    this.secrets.stop();
    await this.lab.stop();
  }

  /**
   * Deploys the example as its README says, with the preview of `pulumi up`. The pack must accept both. The engine and its
   * plugins are as loud as they get.
   */
  async deploy(): Promise<PulumiRun> {
    const eventLog = path.join(this.lab.directory, `kept-events-${this.#deployments.length}.json`);
    const up = await this.stack.up({ ...this.pack, preview: true, loudWithEventLog: eventLog });
    assert.equal(up.exitCode, 0, up.output.slice(-10_000));
    this.#deployments.push({ stack: this.stack, loud: { up, eventLog } });
    return up;
  }

  /** Deploys the example again. Nothing searches the logs of this deployment, so the engine and its plugins keep quiet. */
  async redeploy(): Promise<PulumiRun> {
    const up = await this.stack.up(this.pack);
    assert.equal(up.exitCode, 0, up.output.slice(-10_000));
    return up;
  }

  /** Keys, tokens and sessions in what the deployments and the workloads left, as `what in place`. */
  async secretsLeft(): Promise<string[]> {
    return secretsLeft(this.secrets, this.#deployments, this.lab.directory);
  }

  /** Sends a request to ARM as the deployer does. `resourceId` begins with `/subscriptions`. */
  async arm(
    method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE",
    resourceId: string,
    apiVersion: string,
    body?: Record<string, unknown>,
  ) {
    const response = await this.#session.send({
      method,
      scope: ARM_SCOPE,
      signal: AbortSignal.timeout(20_000),
      url: `${this.lab.pulumi.environment.LAB_ARM_ENDPOINT ?? ""}${resourceId}?api-version=${apiVersion}`,
      ...(body === undefined ? {} : { body }),
    });
    if (response.status >= 400) {
      throw new Error(`${method} ${resourceId}: ${JSON.stringify(response.body)}`);
    }
    return response.body ?? {};
  }

  /** Creates a managed identity that nobody assigned to anything. */
  async createIdentity(resourceGroupName: string, name: string): Promise<Identity> {
    const resourceId =
      `/subscriptions/${LAB_SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}` +
      `/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const { properties } = await this.arm("PUT", resourceId, "2023-01-31", { location: LAB_AZURE_LOCATION });
    const { clientId, principalId } = properties as { clientId: string; principalId: string };
    return { resourceId, clientId, principalId };
  }
}

/** Gives the AWS deployer the policy beside an example, on top of the documented one that every example deploys with. */
export async function allowDeployer({ lab }: Pick<ExampleLab, "lab">, example: string): Promise<void> {
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
    lab.aws.rootEnvironment();
  const iam = new IAMClient({
    endpoint: AWS_ENDPOINT_URL,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  const file = path.join(PROJECT_ROOT, "examples", example, "deployer-policy.json");
  await iam.send(
    new PutUserPolicyCommand({
      UserName: DEPLOYER,
      PolicyName: example,
      PolicyDocument: await readFile(file, "utf8"),
    }),
  );
  iam.destroy();
}
