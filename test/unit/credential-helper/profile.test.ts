import assert from "node:assert/strict";
import { awsConfig } from "../../../credential-helper/aws-config";
import {
  type GuestProfile,
  GuestProfileError,
  guestProfileProblems,
  renderAwsConfig,
  renderInstallScript,
} from "../../../credential-helper/index";
import { installScript } from "../../../credential-helper/install-script";
import {
  checkProfiles,
  checkProfileWords,
  type ProfileOfCheckedLength,
  sessionSeconds,
} from "../../../credential-helper/profile";
import { goodProfile, problemsMessage } from "./profiles";

describe("A guest profile", () => {
  it("that is right has no problems", () => {
    assert.deepEqual(guestProfileProblems([goodProfile, { ...goodProfile, profileName: "default" }]), []);
  });

  const fine: Partial<GuestProfile>[] = [
    { roleArn: "arn:aws-us-gov:iam::111122223333:role/team/dev/Reader", region: "us-gov-west-1" },
    { roleArn: "arn:aws-cn:iam::111122223333:role/Reader", region: "cn-north-1" },
    { audience: "urn://my-app" },
    { audience: "api://a/$(b)'c" },
    { durationSeconds: 900 },
    { durationSeconds: 43200 },
  ];
  for (const fields of fine) {
    it(`may have ${JSON.stringify(fields)}`, () => {
      assert.deepEqual(guestProfileProblems([{ ...goodProfile, ...fields }]), []);
    });
  }

  const wrong: [Partial<GuestProfile>, string][] = [
    [{ profileName: "" }, `profiles[0].profileName: "" must be 1 to 128 letters, digits and _ . @ + = , -`],
    [
      { profileName: "a]\n[b" },
      `profiles[0].profileName: "a]\\n[b" must be 1 to 128 letters, digits and _ . @ + = , -`,
    ],
    [
      { roleArn: "arn:aws:iam::1:role/x" },
      `profiles[0].roleArn: "arn:aws:iam::1:role/x" must be an IAM role's ARN, arn:aws:iam::<account>:role/<name>`,
    ],
    [
      { roleArn: "arn:aws:iam::111122223333:role/x\nregion = evil" },
      `profiles[0].roleArn: "arn:aws:iam::111122223333:role/x\\nregion = evil" must be an IAM role's ARN, ` +
        "arn:aws:iam::<account>:role/<name>",
    ],
    [
      { audience: "api://x #" },
      `profiles[0].audience: "api://x #" must be 1 to 255 printable ASCII characters without spaces`,
    ],
    [{ clientId: "x" }, `profiles[0].clientId: "x" must be a GUID, the client ID of the managed identity`],
    [{ issuer: "http://x/" }, `profiles[0].issuer: "http://x/" must be an https URL`],
    [
      { subject: "x" },
      `profiles[0].subject: "x" must be a GUID, the principal (object) ID of the managed identity`,
    ],
    [
      { subject: goodProfile.clientId.toUpperCase() },
      `profiles[0].subject: "${goodProfile.clientId.toUpperCase()}" is also the clientId. ` +
        "Expected the principal (object) ID",
    ],
    [
      { region: "westeurope" },
      `profiles[0].region: "westeurope" must be the name of an AWS region, such as eu-west-1`,
    ],
    [{ durationSeconds: 899 }, "profiles[0].durationSeconds: 899 must be whole seconds, 900 to 43200"],
    [{ durationSeconds: 3600.5 }, "profiles[0].durationSeconds: 3600.5 must be whole seconds, 900 to 43200"],
    [{ durationSeconds: NaN }, "profiles[0].durationSeconds: NaN must be whole seconds, 900 to 43200"],
  ];
  for (const [fields, problem] of wrong) {
    it(`may not have ${JSON.stringify(fields)}`, () => {
      const problems = guestProfileProblems([{ ...goodProfile, ...fields }]);
      const [wrongPath = ""] = problem.split(":");
      const [field = ""] = Object.keys(fields);
      assert.deepEqual(
        problems.map(({ path, given }) => [path, given]),
        [[wrongPath, fields[field as keyof GuestProfile]]],
      );
      const code = problem.includes("is also the clientId")
        ? "guest-profile-subject-is-client-id"
        : "guest-profile-invalid";
      assert.equal(new GuestProfileError(problems).message, problemsMessage(`${problem} [${code}]`));
    });
  }

  it("is not alone in being wrong: all problems of all profiles are reported", () => {
    const problems = guestProfileProblems(
      [
        { ...goodProfile, region: "", clientId: "" },
        { ...goodProfile, issuer: "" },
      ],
      "args.profiles",
    );
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["args.profiles[0].clientId", "args.profiles[0].region", "args.profiles[1].issuer", "args.profiles"],
    );
    assert.deepEqual(problems[3], {
      path: "args.profiles",
      code: "guest-profile-name-twice",
      reason: 'profileName "DevTeam-S3ReadOnlyAccess" is used more than once',
    });
  });

  it("must be there at all", () => {
    assert.deepEqual(guestProfileProblems([]), [
      { path: "profiles", code: "guest-profiles-empty", reason: "must hold at least one profile" },
    ]);
  });
});

describe("a checked profile", () => {
  it("is what the checks accept, and nothing checks it again", () => {
    const checked = checkProfiles([goodProfile]);
    assert.equal(awsConfig(checked), renderAwsConfig([goodProfile]));
    assert.equal(installScript(checked, {}), renderInstallScript({ profiles: [goodProfile] }));
    assert.ok([
      // @ts-expect-error A second check does not compile.
      () => guestProfileProblems(checked),
      // @ts-expect-error A second check does not compile.
      () => checkProfiles(checked),
      // @ts-expect-error A second check does not compile.
      () => renderAwsConfig(checked),
      // @ts-expect-error A second check does not compile.
      () => renderInstallScript({ profiles: checked }),
    ]);
  });

  it("can only come from a check", () => {
    // @ts-expect-error The profile was not checked.
    assert.ok(awsConfig([goodProfile]));
    // @ts-expect-error The profile was not checked.
    assert.ok(installScript([goodProfile], {}));
    assert.throws(() => checkProfiles([{ ...goodProfile, durationSeconds: 899 }]), GuestProfileError);
  });

  it("with a session length that was checked has only its words left to check", () => {
    const length = sessionSeconds(3600);
    const { durationSeconds, ...words } = goodProfile;
    const profile = { ...words, session: length };
    const problemsOf = (checked: ProfileOfCheckedLength) =>
      checkProfileWords([checked], (problems) => problems);
    assert.equal(durationSeconds, length);
    assert.deepEqual(problemsOf(profile), [profile]);
    assert.deepEqual(problemsOf({ ...profile, region: "x y" }), [
      {
        path: "profiles[0].region",
        code: "guest-profile-invalid",
        reason: "must be the name of an AWS region, such as eu-west-1",
        given: "x y",
      },
    ]);
    assert.ok([
      // @ts-expect-error The session length was not checked.
      () => problemsOf(goodProfile),
      // @ts-expect-error A second check does not compile.
      () => sessionSeconds(length),
      // @ts-expect-error A second check does not compile.
      () => guestProfileProblems([profile]),
    ]);
    for (const seconds of [899, 43201, 900.5, Number.NaN]) {
      assert.throws(() => sessionSeconds(seconds), RangeError);
    }
  });
});
