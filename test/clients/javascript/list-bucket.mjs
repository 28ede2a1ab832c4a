// Lists a bucket so many times with the AWS SDK for JavaScript v3: list-bucket.mjs BUCKET TIMES SECONDS-BETWEEN.
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import console from "node:console";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";

const [Bucket, times, pause] = process.argv.slice(2);
// The lab serves buckets by path.
const client = new S3Client({ forcePathStyle: true });
for (let call = 0; call < Number(times); call++) {
  if (call > 0) await delay(Number(pause) * 1000);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) console.log(Key);
}
