/** The steps of a run on accounts. */
import path from "node:path";
import type { PulumiStack } from "../../lab/pulumi";
import { coded, withCode } from "../../messages";
import type { ResourceCount } from "../demo/resource-count";
import { resourceCount } from "../demo/resource-count";
import { DemoFailure, type StepTools } from "../demo/step-runner";
import { checkDelivery, type Delivery } from "../demo/steps/check-delivery";
import { createQuickstart, deploy, type QuickstartOutputs } from "../demo/steps/deploy";
import { destroy } from "../demo/steps/destroy";
import { type BucketListing, readBuckets } from "../demo/steps/read-buckets";
import { type InsecurePreview, refuseInsecure } from "../demo/steps/refuse-insecure";
import { type Refusal, refuseStrangers } from "../demo/steps/refuse-strangers";
import { updateAgain } from "../demo/steps/update-again";
import type { AcceptanceWork, Tools } from "./acceptance-work";
import type { Accounts, AzureLogin } from "./accounts";
import { answerQuestions } from "./answer-questions";
import type { AwsAccount } from "./aws-account";
import type { AzureClients } from "./azure-clients";
import { EventHistory } from "./event-history";
import { refuseNeighbor } from "./neighbor";
import type { Answers } from "./open-questions";
import { pinnedAccounts } from "./pinned-accounts";
import { type Preflight, runPreflight } from "./preflight";
import { destroyCommands, type PulumiSetUp, sdkVersions, setUpPulumi } from "./pulumi-set-up";
import { RunCommandMachine } from "./run-command-machine";
import { runConfig, type RunNames } from "./run-names";

/** The type of the provider in Pulumi's state. */
const OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** The region of the global endpoint of STS. Source: IAM User Guide, "Manage AWS STS in an AWS Region". */
const GLOBAL_REGION = "us-east-1";

/** What {@link RealWork} needs. */
export interface RealWorkOptions {
  readonly accounts: Accounts;
  readonly login: AzureLogin;
  readonly names: RunNames;
  readonly aws: AwsAccount;
  readonly azure: AzureClients;
  /** Folder for Pulumi's state and configuration. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How long a directory may take to show a new object, in milliseconds. */
  readonly patience: number;
  /** Ends Pulumi without waiting for running operations. */
  readonly hurry: AbortSignal;
}

/** Keeps the stack from step to step. */
export class RealWork implements AcceptanceWork {
  readonly #options: RealWorkOptions;
  #pulumi: PulumiSetUp | undefined;
  #stack: PulumiStack | undefined;
  #outputs: QuickstartOutputs | undefined;
  readonly #begun = new Date();

  constructor(options: RealWorkOptions) {
    this.#options = options;
  }

  async prepare(): Promise<Tools> {
    const { directory, environment, hurry } = this.#options;
    this.#pulumi = await setUpPulumi(directory, environment, hurry);
    return { pulumi: this.#pulumi.version, plugins: await sdkVersions() };
  }

  async preflight({ signal }: StepTools): Promise<Preflight> {
    const { accounts, names } = this.#options;
    return runPreflight(accounts, names, signal);
  }

  async deploy(oidcProviderArn: string | undefined, tools: StepTools): Promise<ResourceCount> {
    const { accounts, login, names } = this.#options;
    const { command, directory } = known(this.#pulumi);
    this.#stack = await createQuickstart(command, {
      stackName: names.stack,
      directory,
      region: accounts.region,
      location: accounts.location,
      buckets: [names.readableBucket],
      config: { ...runConfig(names, oidcProviderArn), ...pinnedAccounts(accounts, login) },
    });
    const { outputs, created } = await deploy(this.#stack, tools);
    this.#outputs = outputs;
    return created;
  }

  async checkDelivery(tools: StepTools): Promise<Delivery> {
    return checkDelivery(this.#machine(), known(this.#outputs).profileName, tools);
  }

  async listBuckets(tools: StepTools): Promise<BucketListing> {
    const { readableBucket, otherBucket, prefix } = this.#options.names;
    const { profileName } = known(this.#outputs);
    const listing = await readBuckets(this.#machine(), { profileName, only: prefix }, tools);
    for (const names of [listing.byCli, listing.byBoto3]) {
      const missing = [readableBucket, otherBucket].filter((name) => !names.includes(name));
      if (missing.length > 0) {
        throw new DemoFailure(
          withCode(
            coded("acceptance-buckets-missing", `the list of buckets in the VM lacks ${missing.join(", ")}`),
          ),
        );
      }
    }
    return listing;
  }

  async refuse(tools: StepTools): Promise<readonly Refusal[]> {
    const { accounts, names, azure, patience, hurry } = this.#options;
    const administrator = {
      ...azure,
      tenantId: accounts.tenantId,
      location: accounts.location,
      prefix: names.prefix,
      patience,
      hurry,
    };
    const context = {
      outputs: known(this.#outputs),
      machine: this.#machine(),
      readableBucket: names.readableBucket,
      otherBucket: names.otherBucket,
      patience: patience / 1000,
    };
    const refusals = await refuseStrangers(administrator, context, tools);
    const neighbor = {
      outputs: context.outputs,
      machine: (group: string, name: string) => this.#machine(group, name),
    };
    return [...refusals, await refuseNeighbor(administrator, neighbor, tools)];
  }

  async answerQuestions(tools: StepTools): Promise<Answers> {
    const { accounts, names, aws, directory, patience } = this.#options;
    const targets = {
      accounts,
      outputs: known(this.#outputs),
      application: names.application,
      machine: this.#machine(),
      aws,
      history: new EventHistory([accounts.region, GLOBAL_REGION]),
      since: this.#begun,
      patience,
      directory: path.join(directory, "questions"),
    };
    return answerQuestions(targets, tools);
  }

  async previewInsecure(tools: StepTools): Promise<InsecurePreview> {
    const { accounts, login, aws } = this.#options;
    const { command, directory } = known(this.#pulumi);
    const { region, accountId, tenantId } = accounts;
    // The names of that program's roles: an account's other roles may change meanwhile.
    const countRoles = async (): Promise<number> => (await aws.roleNames("any-")).length;
    const config = pinnedAccounts(accounts, login);
    const options = { stackName: "insecure", directory, region, accountId, tenantId, config, countRoles };
    const preview = await refuseInsecure(command, options, tools);
    if (preview.rolesCreated > 0) {
      throw new DemoFailure(
        withCode(
          coded(
            "acceptance-roles-created",
            `the preview of examples/insecure created ${preview.rolesCreated === 1 ? "a role" : `${preview.rolesCreated} roles`}. Expected none`,
          ),
        ),
      );
    }
    return preview;
  }

  async updateAgain(tools: StepTools): Promise<ResourceCount> {
    return updateAgain(known(this.#stack), tools);
  }

  async keepOidcProvider(): Promise<void> {
    await this.#stack?.unlock();
    await this.#stack?.retain((type) => type === OIDC_PROVIDER);
  }

  async destroy(tools: StepTools): Promise<ResourceCount> {
    const stack = this.#stack;
    if (stack === undefined) {
      return { resources: 0, components: 0 };
    }
    // An update that was killed has left its lock.
    await stack.unlock();
    try {
      return await destroy(stack, tools);
    } catch (error) {
      tools.signal.throwIfAborted();
      tools.report("the first attempt failed; trying again with a refresh");
      const again = await stack.destroy({ refresh: true, onProgress: tools.report, signal: tools.signal });
      if (again.exitCode !== 0) {
        throw error;
      }
      return resourceCount(again, "delete");
    }
  }

  destroyCommands(): readonly string[] {
    return this.#pulumi === undefined || this.#stack === undefined
      ? []
      : destroyCommands(this.#pulumi, this.#stack);
  }

  /** A VM of the run. Default: the deployed one. */
  #machine(
    resourceGroupName = known(this.#outputs).resourceGroupName,
    virtualMachineName = known(this.#outputs).virtualMachineName,
  ): RunCommandMachine {
    const { accounts, azure } = this.#options;
    const { location } = accounts;
    return new RunCommandMachine({ arm: azure.arm, resourceGroupName, virtualMachineName, location });
  }
}

/** The result of an earlier step. */
function known<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("a step of the run requires an earlier step");
  }
  return value;
}
