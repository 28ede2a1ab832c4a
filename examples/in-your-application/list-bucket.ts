#!/usr/bin/env node
import { setTimeout as pause } from "node:timers/promises";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { fromAzure } from "@azure-to-aws/credentials";

// The environment has the role, the audience, the client ID, and the region.
const s3 = new S3Client({ credentials: fromAzure() });

async function main([Bucket]: readonly string[]): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    console.log(Contents.map(({ Key }) => Key).join("\n"));
    // A job ends; an app runs on.
    if (process.env.CONTAINER_APP_JOB_NAME !== undefined) {
      return;
    }
    await pause(300_000);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
