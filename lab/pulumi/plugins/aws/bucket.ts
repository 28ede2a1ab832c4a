/** `aws.s3.Bucket`: a plain bucket. It refuses arguments that have separate resources now (versioning, encryption, …). */
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { withCode } from "../../../../messages";
import { LAB } from "../../../../messages/lab";
import { isUnknown, pick, type Properties, text } from "../kernel/property-value";
import type { Call, InvalidValue, ResourceType } from "../kernel/resource-type";
import { awsTypes } from "../schema/aws";
import type { AwsClient } from "./aws-client";
import { unlessMissing } from "./missing";
import { allTags, tagState } from "./tagging";

const TOKEN = "aws:s3/bucket:Bucket";
const played = new Set(["bucket", "bucketPrefix", "forceDestroy", "region", "tags"]);
const notPlayed = Object.keys(awsTypes.resources[TOKEN]?.inputs ?? {}).filter((name) => !played.has(name));

/** The table row. IDs are bucket names. */
export const bucket: ResourceType<AwsClient> = {
  token: TOKEN,
  autoName: {
    property: "bucket",
    separator: "-",
    digits: 7,
    maxLength: 63,
    transform: (name) => name.toLowerCase(),
    unless: "bucketPrefix",
  },
  replaceOnChanges: ["bucket", "bucketPrefix", "region"],
  shared: ["region"],
  recomputed: { tagsAll: ["tags"] },
  complete: (inputs) => ({ forceDestroy: false, ...inputs }),
  validate,

  async create(inputs, call) {
    const { client, signal } = call;
    const Bucket = text(inputs.bucket) || `${text(inputs.bucketPrefix)}${Date.now()}`;
    const region = typeof inputs.region === "string" ? inputs.region : client.region;
    const place = { LocationConstraint: region as BucketLocationConstraint };
    const request = { Bucket, ...(region === "us-east-1" ? {} : { CreateBucketConfiguration: place }) };
    const attempt = { what: `creating S3 Bucket (${Bucket})`, operation: "CreateBucket" };
    await client.s3(attempt, signal, (s3, options) => s3.createBucket(request, options));
    call.setId(Bucket);
    await putTags(Bucket, inputs, call);
    return { id: Bucket, state: { ...(await describe(Bucket, call, region)), ...kept(inputs) } };
  },

  read: async (id, call, state) => {
    const region = typeof state?.region === "string" ? state.region : call.client.region;
    return { ...(await describe(id, call, region)), ...kept(state ?? { forceDestroy: false }) };
  },

  async update(id, { news, state }, call) {
    await putTags(id, news, call);
    return { ...(await describe(id, call, text(state.region))), ...kept(news) };
  },

  delete: (id, { inputs }, call) => unlessMissing(remove(id, inputs.forceDestroy === true, call)),
};

async function remove(Bucket: string, withContents: boolean, call: Call<AwsClient>): Promise<void> {
  if (withContents) {
    await emptyBucket(Bucket, call);
  }
  const attempt = { what: `deleting S3 Bucket (${Bucket})`, operation: "DeleteBucket" };
  await call.client.s3(attempt, call.signal, (s3, options) => s3.deleteBucket({ Bucket }, options));
}

function kept(properties: Properties): Properties {
  return pick(properties, ["bucketPrefix", "forceDestroy"]);
}

async function putTags(
  Bucket: string,
  inputs: Properties,
  { client, signal }: Call<AwsClient>,
): Promise<void> {
  const TagSet = allTags(inputs, client);
  const what = `setting S3 Bucket (${Bucket}) tags`;
  if (TagSet.length > 0) {
    await client.s3({ what, operation: "PutBucketTagging" }, signal, (s3, options) =>
      s3.putBucketTagging({ Bucket, Tagging: { TagSet } }, options),
    );
    return;
  }
  await client.s3({ what, operation: "DeleteBucketTagging" }, signal, (s3, options) =>
    s3.deleteBucketTagging({ Bucket }, options),
  );
}

async function describe(
  Bucket: string,
  { client, signal }: Call<AwsClient>,
  region: string,
): Promise<Properties> {
  const what = `reading S3 Bucket (${Bucket})`;
  await client.s3({ what, operation: "HeadBucket" }, signal, (s3, options) =>
    s3.headBucket({ Bucket }, options),
  );
  const tagging = await client
    .s3({ what, operation: "GetBucketTagging" }, signal, (s3, options) =>
      s3.getBucketTagging({ Bucket }, options),
    )
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === "NoSuchTagSet") {
        return { TagSet: [] };
      }
      throw error;
    });
  return {
    arn: `arn:aws:s3:::${Bucket}`,
    bucket: Bucket,
    bucketDomainName: `${Bucket}.s3.amazonaws.com`,
    bucketRegion: region,
    bucketRegionalDomainName: `${Bucket}.s3.${region}.amazonaws.com`,
    region,
    ...tagState(tagging.TagSet, client),
  };
}

function validate(inputs: Properties): InvalidValue[] {
  const { bucket: name } = inputs;
  const problems = notPlayed
    .filter((property) => inputs[property] !== undefined)
    .map((property) => ({
      path: property,
      reason: withCode(LAB.say("lab-unsupported", `"${property}" of a bucket`)),
    }));
  if (typeof name === "string" && !isUnknown(name) && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    const reason = `only lowercase alphanumeric characters, hyphens and dots are allowed in "bucket", 3 to 63 of them, got "${name}"`;
    problems.push({ path: "bucket", reason });
  }
  return problems;
}

/** Deletes all objects and versions in a bucket (`forceDestroy`). */
async function emptyBucket(Bucket: string, { client, signal }: Call<AwsClient>): Promise<void> {
  const what = `emptying S3 Bucket (${Bucket})`;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.s3(
      { what, operation: "ListObjectVersions" },
      signal,
      (s3, options) => s3.listObjectVersions({ Bucket }, options),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) {
      return;
    }
    await client.s3({ what, operation: "DeleteObjects" }, signal, (s3, options) =>
      s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } }, options),
    );
  }
}
