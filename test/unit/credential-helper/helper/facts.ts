/** Names that the doubles and the tests of the helper agree on. */

export const roleArn = "arn:aws:iam::111122223333:role/DevTeam-S3ReadOnlyAccess";
export const audience = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/storage";
export const issuer = "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
export const clientId = "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10";
export const subject = "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f";
export const tenantId = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
export const tokenId = "Zx9-kQ_pTkWn2bVY0aQrAA";

/** What an app must send to its identity endpoint. */
export const identityHeader = "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a";

/** The secret key and session token that the STS double gives. */
export const secrets = {
  key: "wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEYx",
  session: "FwoGZXIvYXdzEJr//SESSIONTOKEN==",
};

/** What Kubernetes claims for a pod. */
export const podClaims = {
  aud: ["api://AzureADTokenExchange"],
  iss: "https://westeurope.oic.prod-aks.azure.com/t/c/",
  sub: "system:serviceaccount:reports:reader",
  exp: 4102444800,
};
