import assert from "node:assert/strict";
import {
  LEFT_FIRST,
  leftApplication,
  leftBucket,
  leftClientId,
  leftGroup,
  leftProvider,
  leftRole,
} from "../../../../tools/acceptance/left-over";

const ARN = "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/tenant/";

describe("what a run left", () => {
  it("is removed by these commands", () => {
    const all = [
      leftGroup("run-group", "subscription"),
      leftApplication("client"),
      leftRole("run-role", ["read buckets"]),
      leftClientId(ARN, "api://tenant/run"),
      leftProvider(ARN),
      leftBucket("run-readable"),
    ];
    assert.deepEqual(
      all.map(({ commands }) => commands),
      [
        ["az group delete --yes --subscription subscription --name run-group"],
        ["az ad app delete --id client"],
        [
          "aws iam delete-role-policy --role-name run-role --policy-name 'read buckets'",
          "aws iam delete-role --role-name run-role",
        ],
        [
          `aws iam remove-client-id-from-open-id-connect-provider --open-id-connect-provider-arn ${ARN} --client-id api://tenant/run`,
        ],
        [`aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${ARN}`],
        ["aws s3 rb --force s3://run-readable"],
      ],
    );
    assert.deepEqual(
      all.map(({ kind }) => kind),
      LEFT_FIRST,
    );
  });
});
