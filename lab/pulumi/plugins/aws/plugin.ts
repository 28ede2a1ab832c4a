/** The aws plugin. */
import { bridgedWording } from "../kernel/bridged-wording";
import type { Plugin } from "../kernel/plugin";
import { awsTypes } from "../schema/aws";
import { accessKey } from "./access-key";
import { AwsClient } from "./aws-client";
import { bucket } from "./bucket";
import { awsFunctions } from "./functions";
import { openIdConnectProvider } from "./open-id-connect-provider";
import { needsOwnProcess } from "./own-process";
import { policy } from "./policy";
import { role } from "./role";
import { rolePolicy } from "./role-policy";
import { rolePolicyAttachment } from "./role-policy-attachment";
import { stackSet } from "./stack-set";
import { user } from "./user";
import { userPolicy } from "./user-policy";

/** Plays `@pulumi/aws` on the AWS double of the lab. */
export const awsPlugin: Plugin<AwsClient> = {
  name: "aws",
  types: awsTypes,
  resources: [
    accessKey,
    bucket,
    openIdConnectProvider,
    policy,
    role,
    rolePolicy,
    rolePolicyAttachment,
    stackSet,
    user,
    userPolicy,
  ],
  functions: awsFunctions,
  wording: bridgedWording,
  isBridged: true,
  needsOwnProcess,
  connect: (config, environment) => new AwsClient(config, environment),
};
