// Gets credentials of AWS_PROFILE with fromIni of the AWS SDK for JavaScript v3, and prints the error's text.
import { fromIni } from "@aws-sdk/credential-provider-ini";
import console from "node:console";
import process from "node:process";

await fromIni({ profile: process.env.AWS_PROFILE })().catch((error) => console.error(String(error)));
