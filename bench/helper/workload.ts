/** The workload that the helper's benchmarks act for, and what their processes tell one another. */
import path from "node:path";
import { PROJECT_ROOT } from "../../tools/project-root";

const tenantId = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";

/** A workload whose token the role trusts. */
export const workload = {
  roleArn: "arn:aws:iam::111122223333:role/reports",
  audience: `api://${tenantId}/reports`,
  issuer: `https://sts.windows.net/${tenantId}/`,
  clientId: "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10",
  subject: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f",
  region: "eu-west-1",
} as const;

/** Where the doubles of the clouds listen. */
export interface CloudAddresses {
  readonly imds: string;
  readonly sts: string;
  readonly s3: string;
}

/** How often each of them was asked. `instance` is the metadata service's part on the VM itself, `imds` all else of it. */
export type Requests = Readonly<Record<keyof CloudAddresses | "instance", number>>;

/** What the doubles' parent may ask them: their count, or to answer later by so many milliseconds. */
export type CloudOrder = "requests" | { readonly delay: number };

const fixtures = path.join(PROJECT_ROOT, "test/unit/credential-helper/fixtures");

/** A certificate for 127.0.0.1 that is its own authority. */
export const certificateFile = path.join(fixtures, "tls-certificate.pem");
export const certificateKeyFile = path.join(fixtures, "tls-key.pem");
