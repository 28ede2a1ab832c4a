/** The preflight check against a misspelled AWS region, with the nearest name as a suggestion. */
import { coded, nearestName } from "../../../messages";
import type { Refusal } from "../../clouds/reading";
import { AWS_REGIONS } from "../aws-regions";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";

/** How the report calls this check. */
const AWS_REGION = coded("aws-region", "AWS region");

/** What the manual says about this check. */
export const AWS_REGION_MANUAL: CheckManual = {
  check: AWS_REGION,
  cause: "AWS has no region of this name.",
  fix: "Run `aws ec2 describe-regions --all-regions --region us-east-1`, and set `aws:region`.",
  reads: "Nothing: the command has a list.",
  cannotTell:
    "Without a region. In an unknown region, all other checks of AWS cannot tell. A region that is newer than the command's list is ok if AWS answers there.",
};

/** Why nothing else is reported about AWS: a region that does not exist has no endpoint of STS to sign in at. */
export const NO_AWS_REGION: Refusal = { refused: "unknown region: see AWS region", isWithoutLogin: true };

/** What the check of the AWS region looks at. */
export interface AwsRegionFacts {
  readonly region: string | undefined;
  /** Whether AWS itself, at an endpoint that nobody redirected, answered a request in the region. */
  readonly hasAnswered: boolean;
}

/** Whether AWS has the region: the table names it, or AWS answered in one that is newer than the table. */
export function isAwsRegion({ region, hasAnswered }: AwsRegionFacts): boolean {
  return region === undefined || hasAnswered || AWS_REGIONS.includes(region);
}

/** Whether AWS has the region. */
export function checkAwsRegion(facts: AwsRegionFacts): Check {
  const { region } = facts;
  if (region === undefined) {
    return cannotTell(AWS_REGION, "no region is configured", {
      fix: "pulumi config set aws:region <region>",
    });
  }
  if (isAwsRegion(facts)) {
    return ok(AWS_REGION, region);
  }
  const nearest = nearestName(region, AWS_REGIONS);
  return wrong(AWS_REGION, {
    found: `unknown region ${region}`,
    expected: `a region of AWS${nearest === undefined ? "" : ` (did you mean ${nearest}?)`}`,
    fix: 'aws ec2 describe-regions --all-regions --region us-east-1 --query "Regions[].RegionName"',
  });
}
