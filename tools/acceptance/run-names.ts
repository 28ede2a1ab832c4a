/** The names of the resources of a run, by which they can be found without any state. */
import { randomBytes } from "node:crypto";

/** The names of a run. */
export interface RunNames {
  /** The beginning of all names. Lowercase letters and digits, which buckets and stacks allow. */
  readonly prefix: string;
  /** The stack, and the federation in it. */
  readonly stack: string;
  readonly readableBucket: string;
  /** The bucket that the role may not read. */
  readonly otherBucket: string;
  /** The display name of the federation's application. */
  readonly application: string;
}

/** The tag with the run's name on all resources that Pulumi creates in AWS. Only this tag marks the OIDC provider, which has no name. */
export const RUN_TAG = "azure-to-aws-acceptance-run";

/** The project of the quickstart; see Pulumi.yaml. */
const PROJECT = "azure-to-aws-quickstart";

/** The form of {@link RunNames.prefix}; the group is the ID. */
const PREFIX = /^acceptance([0-9a-f]{8})$/;

/** The names of the run with that prefix; undefined for an impossible prefix. */
export function namesOfRun(prefix: string): RunNames | undefined {
  const [, id] = PREFIX.exec(prefix) ?? [];
  return id === undefined ? undefined : runNames(id);
}

/** The names of a new run, or of the one with that ID. */
export function runNames(id: string = randomBytes(4).toString("hex")): RunNames {
  const prefix = `acceptance${id}`;
  return {
    prefix,
    stack: prefix,
    readableBucket: `${prefix}-readable`,
    otherBucket: `${prefix}-other`,
    // Without hyphens in stack and federation, the component adds no digest.
    application: `${PROJECT}-${prefix}-${prefix}`,
  };
}

/**
 * The audience of the run's federation, known before it exists. Source: docs/reference/arguments.md, `audienceForm`. A wrong audience
 * would fail the preview of an account with a provider.
 */
export function runAudience({ application }: RunNames, tenantId: string): string {
  return `api://${tenantId}/${application}`;
}

/** The config of the quickstart for a run, keys with their namespace. */
export function runConfig(
  { prefix }: RunNames,
  oidcProviderArn: string | undefined,
): Record<string, unknown> {
  return {
    [`${PROJECT}:name`]: prefix,
    [`${PROJECT}:verify`]: true,
    [`${PROJECT}:installAwsTools`]: true,
    // There, only the security group of the VM keeps its neighbors out.
    [`${PROJECT}:sharedNetwork`]: true,
    "aws:defaultTags": { tags: { [RUN_TAG]: prefix } },
    ...(oidcProviderArn === undefined ? {} : { [`${PROJECT}:oidcProviderArn`]: oidcProviderArn }),
  };
}
