// Lists a bucket with the provider: list-bucket.mjs BUCKET OPTIONS. OPTIONS is the JSON of the provider's arguments; the rest is in the
// environment. Prints JSON: the keys that it found, or the error.
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import console from "node:console";
import process from "node:process";
import { fromAzure } from "../../../../dist/providers/javascript/index.js";

const [Bucket, options] = process.argv.slice(2);
try {
  // The lab serves buckets by path.
  const client = new S3Client({ credentials: fromAzure(JSON.parse(options)), forcePathStyle: true });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  console.log(JSON.stringify({ keys: Contents.map(({ Key }) => Key) }));
} catch ({ name, code, message, cause }) {
  console.log(JSON.stringify({ name, code, message, cause: cause?.name }));
}
