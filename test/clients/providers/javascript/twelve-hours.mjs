// Lists a bucket for twelve hours of the lab's time: twelve-hours.mjs BUCKET CLOCK CALLS. Every half a minute, it makes CALLS calls at once,
// with two clients, then lets the time pass: CLOCK is the address that is asked for that. Prints JSON: how many calls there were, and the
// errors.
import { pass } from "./lab-clock.mjs";
// The clock comes first.
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import console from "node:console";
import process from "node:process";
import { fromAzure } from "../../../../dist/providers/javascript/index.js";

const [Bucket, clock, calls] = process.argv.slice(2);
const credentials = fromAzure();
const clients = [1, 2].map(() => new S3Client({ credentials, forcePathStyle: true }));
const errors = [];
let made = 0;
for (let half = 0; half < 12 * 120; half++) {
  await Promise.all(
    Array.from({ length: Number(calls) }, async () => {
      const client = clients[made++ % 2];
      await client.send(new ListObjectsV2Command({ Bucket })).catch((error) => errors.push(String(error)));
    }),
  );
  await fetch(clock, { method: "POST", body: "30" });
  pass(30_000);
}
console.log(JSON.stringify({ made, errors }));
