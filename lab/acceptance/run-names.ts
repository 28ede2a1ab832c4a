/** What everything of one run is called, so that it is found again without any state. */
import { randomBytes } from "node:crypto";

/** The names of a run. */
export interface RunNames {
  /** Begins the names of all that the run creates. Lower-case letters and digits, as buckets and stacks take them. */
  readonly prefix: string;
  /** The stack, and the federation in it. */
  readonly stack: string;
  readonly readableBucket: string;
  /** The bucket that the role may not read. */
  readonly otherBucket: string;
  /** The display name of the federation's application. */
  readonly application: string;
}

/** The tag with the run's name on all that Pulumi creates in AWS. The OIDC provider has no name of the run: only this marks it. */
export const RUN_TAG = "azure-to-aws-acceptance-run";

/** The project of the quickstart; see Pulumi.yaml. */
const PROJECT = "azure-to-aws-quickstart";

/** The form of {@link RunNames.prefix}; the group is the ID. */
const PREFIX = /^acceptance([0-9a-f]{8})$/;

/** The names of the run with that prefix; undefined if no run can have it. */
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
 * The audience of the run's federation, known before it exists. Source: docs/reference/arguments.md, `audienceForm`. A wrong one would
 * fail the preview of an account with a provider.
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
    "aws:defaultTags": { tags: { [RUN_TAG]: prefix } },
    ...(oidcProviderArn === undefined ? {} : { [`${PROJECT}:oidcProviderArn`]: oidcProviderArn }),
  };
}
