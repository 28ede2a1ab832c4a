import type { ResourceCount } from "../demo/resource-count";
import type { StepTools } from "../demo/step-runner";
import type { Delivery } from "../demo/steps/check-delivery";
import type { BucketListing } from "../demo/steps/read-buckets";
import type { InsecurePreview } from "../demo/steps/refuse-insecure";
import type { Refusal } from "../demo/steps/refuse-strangers";
import type { Answers } from "./open-questions";
import type { Preflight } from "./preflight";

/** The tools of a run. */
export interface Tools {
  /** The version of the Pulumi CLI. */
  readonly pulumi: string;
  /** The versions of the provider plugins, by name. */
  readonly plugins: Readonly<Record<string, string>>;
}

/** The nine steps of a run. {@link runAcceptance} decides their order, and undoes them. */
export interface AcceptanceWork {
  prepare(tools: StepTools): Promise<Tools>;
  preflight(tools: StepTools): Promise<Preflight>;
  /** @param oidcProviderArn - the provider to adopt; undefined to create one */
  deploy(oidcProviderArn: string | undefined, tools: StepTools): Promise<ResourceCount>;
  checkDelivery(tools: StepTools): Promise<Delivery>;
  listBuckets(tools: StepTools): Promise<BucketListing>;
  refuse(tools: StepTools): Promise<readonly Refusal[]>;
  /** Reads with the product's own commands, and changes nothing. */
  answerQuestions(tools: StepTools): Promise<Answers>;
  previewInsecure(tools: StepTools): Promise<InsecurePreview>;
  updateAgain(tools: StepTools): Promise<ResourceCount>;
  /** Makes {@link destroy} keep the OIDC provider. */
  keepOidcProvider(): Promise<void>;
  /** Also works after an interrupted deployment. */
  destroy(tools: StepTools): Promise<ResourceCount>;
  /** The commands with which a person destroys the stack; empty without a stack. */
  destroyCommands(): readonly string[];
}
