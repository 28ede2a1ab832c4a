import { readFileSync } from "node:fs";
import path from "node:path";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import * as pulumi from "@pulumi/pulumi";
import type { Login } from "./ci-system";

/** What a role trusts. */
export interface Trusted {
  readonly oidcProviderArn: pulumi.Input<string>;
  /** The issuer as AWS's condition keys name it: without `https://`. */
  readonly issuer: pulumi.Input<string>;
  readonly audience: pulumi.Input<string>;
  /** The exact subject, or a pattern with `*`. */
  readonly sub: pulumi.Input<string>;
}

/** Where the state of the pipeline's stacks is. */
export interface State {
  readonly bucket: string;
  /** Empty if the stacks use another secrets provider. */
  readonly keyArn: string;
}

/** Creates the role of a login. */
export function awsLogin(login: Login, trusted: Trusted, state: State): Role {
  const role = new Role(login, {
    name: `ci-${login}`,
    description: `The job ${login} of the pipeline`,
    assumeRolePolicy: pulumi.output(trusted).apply(trustPolicy),
  });
  const file = path.join(__dirname, "permissions", `${login}.json`);
  new RolePolicy(`${login}-permissions`, { role: role.name, policy: readFileSync(file, "utf8") });
  new RolePolicy(`${login}-state`, { role: role.name, policy: statePolicy(login, state) });
  return role;
}

function trustPolicy({ oidcProviderArn, issuer, audience, sub }: pulumi.Unwrap<Trusted>): string {
  const aud = { [`${issuer}:aud`]: audience };
  const subject = { [`${issuer}:sub`]: sub };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: oidcProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: sub.includes("*")
          ? { StringEquals: aud, StringLike: subject }
          : { StringEquals: { ...aud, ...subject } },
      },
    ],
  });
}

/** Previews read the state. Updates also lock it and write it. */
function statePolicy(login: Login, { bucket, keyArn }: State): string {
  const write = login === "update" ? ["s3:PutObject", "s3:DeleteObject"] : [];
  const statements = [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
    { Effect: "Allow", Action: ["s3:GetObject", ...write], Resource: `arn:aws:s3:::${bucket}/*` },
    ...(keyArn === "" ? [] : [{ Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn }]),
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
