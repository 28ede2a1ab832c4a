import assert from "node:assert/strict";
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { XMLParser } from "fast-xml-parser";
import { ACCOUNT, describeWithFederation } from "../../../testing/federation";
import { ASKED, type Asked, filled, RECORDED, RecordedKeys, type RecordedRow } from "./recorded-sts";

const ISSUER = "https://recorded.example";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/recorded.example`;
const OTHER = `arn:aws:iam::${ACCOUNT}:role/another-role`;

interface Session {
  readonly audience: string;
  readonly subject: string;
  readonly provider: string;
  readonly seconds: number;
  readonly sourceIdentity: string | undefined;
}

interface Answer {
  readonly session?: Session;
  readonly refused?: string;
}

/** Where the lab answers otherwise than STS: what is different, and why. A row that is no longer different fails. */
const DIFFERENCES: Readonly<Record<string, { readonly why: string; readonly session: Partial<Session> }>> = {
  "source-identity": {
    why: "not played: no policy of this project asks for a source identity, and Entra sets none",
    session: { sourceIdentity: undefined },
  },
};

let now = Date.now();
let keys: RecordedKeys;
let runs = 0;

describe("The recording of STS", () => {
  it("has 186 answers, of which 17 are those of a new role", () => {
    for (const { file, answers, newRole } of RECORDED.files) {
      assert.equal(ASKED.filter((asked) => asked.file === file).length + newRole, answers, file);
    }
    assert.equal(
      RECORDED.files.reduce((sum, { answers }) => sum + answers, 0),
      186,
    );
    assert.equal(
      RECORDED.files.reduce((sum, { newRole }) => sum + newRole, 0),
      17,
    );
  });

  it("has one answer for each row", () => {
    for (const row of RECORDED.rows) {
      assert.notEqual(row.session === undefined, row.refused === undefined, row.case);
    }
  });
});

describeWithFederation(
  "STS of the AWS double, asked as the real one was",
  { clock: () => now },
  function (lab) {
    this.timeout(60_000);

    before(async () => {
      keys = await RecordedKeys.make();
      await lab().iam.send(
        new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList: ["client-a", "client-b"] }),
      );
    });

    /** A role of its own for each row, as in the recording. */
    async function createRole(row: RecordedRow): Promise<string> {
      runs += 1;
      const RoleName = `recorded-${runs}`;
      const trusts = { Effect: "Allow", Principal: { Federated: PROVIDER } };
      const Action = "sts:AssumeRoleWithWebIdentity";
      const named = { "sts:RoleSessionName": "propagation-control" };
      const { condition, principal } = row.trust ?? {};
      const Statement =
        condition === undefined
          ? [{ ...trusts, Action: [Action, "sts:TagSession", "sts:SetSourceIdentity"] }]
          : [
              { ...trusts, Action, Condition: { StringEquals: named } },
              { ...trusts, Action, Condition: condition, ...(principal && { Principal: principal }) },
            ];
      const document = filled({ Version: "2012-10-17", Statement }, 0, 0, {
        account: ACCOUNT,
        provider: PROVIDER,
      });
      const { Role } = await lab().iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: JSON.stringify(document),
          MaxSessionDuration: 7200,
        }),
      );
      return Role?.Arn ?? "";
    }

    async function answer(asked: Asked): Promise<{ readonly lab: Answer; readonly recorded: Answer }> {
      const { row } = asked;
      // Later than the last row: the front keeps an issuer's keys for five minutes.
      const start = Math.floor(Date.now() / 1000) + runs * 400;
      now = (start + asked.asked) * 1000;
      lab().issuer.keys = keys.published(row);
      const role = await createRole(row);
      const names = { role, ROLE: role.toUpperCase(), other: OTHER, account: ACCOUNT };
      const token = keys.token(asked, ISSUER, start, names);
      const body = new URLSearchParams({
        Action: "AssumeRoleWithWebIdentity",
        Version: "2011-06-15",
        RoleArn: role,
        RoleSessionName: "oidc-probe",
        WebIdentityToken: token,
        ...row.parameters,
      });
      const begin = Date.now();
      const response = await fetch(lab().aws.url, { method: "POST", body });
      return {
        lab: read(await response.text(), begin),
        recorded: filled(expected(row), start, asked.asked, names) as Answer,
      };
    }

    function read(xml: string, begin: number): Answer {
      const document = new XMLParser({ parseTagValue: false, trimValues: false }).parse(xml) as {
        readonly ErrorResponse?: { readonly Error: { readonly Code: string; readonly Message: string } };
        readonly AssumeRoleWithWebIdentityResponse?: {
          readonly AssumeRoleWithWebIdentityResult: Readonly<Record<string, string>> & {
            readonly Credentials: { readonly Expiration: string };
          };
        };
      };
      const { Error: error } = document.ErrorResponse ?? {};
      if (error !== undefined) {
        return { refused: `${error.Code}: ${error.Message}` };
      }
      const result = document.AssumeRoleWithWebIdentityResponse?.AssumeRoleWithWebIdentityResult;
      assert.ok(result, xml);
      const seconds = (Date.parse(result.Credentials.Expiration) - begin) / 1000;
      return {
        session: {
          audience: result.Audience ?? "",
          subject: result.SubjectFromWebIdentityToken ?? "",
          provider: result.Provider ?? "",
          seconds: Math.round(seconds / 60) * 60,
          sourceIdentity: result.SourceIdentity,
        },
      };
    }

    function expected({ session, refused }: RecordedRow): object {
      return session === undefined
        ? { refused }
        : {
            session: {
              audience: session.audience ?? "client-a",
              subject: session.subject ?? "subject-probe",
              provider: PROVIDER,
              seconds: session.seconds ?? 3600,
              sourceIdentity: session.sourceIdentity,
            },
          };
    }

    for (const asked of ASKED) {
      const difference = DIFFERENCES[asked.row.case];
      it(`${asked.file} ${asked.row.case}${difference === undefined ? "" : `, ${difference.why}`}`, async () => {
        const { lab: given, recorded } = await answer(asked);
        if (difference === undefined) {
          assert.deepEqual(given, recorded);
        } else {
          assert.notDeepEqual(given, recorded, "no longer different");
          assert.deepEqual(given, { session: { ...recorded.session, ...difference.session } });
        }
      });
    }

    it("names no difference that the recording does not have", () => {
      const cases = RECORDED.rows.map((row) => row.case);
      assert.deepEqual(
        Object.keys(DIFFERENCES).filter((name) => !cases.includes(name)),
        [],
      );
    });
  },
);
