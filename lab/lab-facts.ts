/** Names and IDs of the lab's two clouds. They are fixed, so the same commands and outputs are valid in every run. */

/** The tenant whose identities the demo federates. */
export const LAB_TENANT_ID = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";

/** The subscription that the Azure double knows. */
export const LAB_SUBSCRIPTION_ID = "5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b";

/** The service principal that deploys, with exactly the permissions that docs/reference/permissions.md lists for an application. */
export const LAB_DEPLOYER = {
  clientId: "c0ffee00-1d2e-4f3a-8b4c-5d6e7f8a9b0c",
  graphPermissions: [
    "Application.ReadWrite.OwnedBy",
    "Application.Read.All",
    "AppRoleAssignment.ReadWrite.All",
  ],
} as const;

/** AWS account of the AWS double. */
export const LAB_AWS_ACCOUNT_ID = "111122223333";
export const LAB_AWS_REGION = "eu-west-1";
export const LAB_AZURE_LOCATION = "westeurope";

/** Buckets that exist before anything is deployed, each with its objects. The quickstart may read the first two. */
export const LAB_BUCKETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "devteam-reports": { "2026/q3.csv": "region,revenue\nemea,42\n" },
  "devteam-builds": { "latest.txt": "build 1187\n" },
  "payroll-archive": { "salaries.csv": "name,salary\n" },
};
