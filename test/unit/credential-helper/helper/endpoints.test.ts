import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { useFixture } from "./fixture";
import { helperSources } from "./run-helper";
import { said } from "./said";

const imds = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
const sts = "AWS_ENDPOINT_URL_STS";
const authority = "AZURE_AUTHORITY_HOST";
const identity = "IDENTITY_ENDPOINT";

describe("The credential helper sends a token", () => {
  const fixture = useFixture();

  it("to the regional STS of the partition", () => {
    const regions = [
      "eu-west-1",
      "cn-north-1",
      "us-gov-east-1",
      "eusc-de-east-1",
      "us-iso-east-1",
      "mx-central-1",
    ];
    assert.deepEqual(judge(regions.map((region) => ["sts", "", region])), [
      "https sts.eu-west-1.amazonaws.com 443",
      "https sts.cn-north-1.amazonaws.com.cn 443",
      "https sts.us-gov-east-1.amazonaws.com 443",
      "https sts.eusc-de-east-1.amazonaws.eu 443",
      "https sts.us-iso-east-1.c2s.ic.gov 443",
      "https sts.mx-central-1.amazonaws.com 443",
    ]);
  });

  const allowed: Record<string, string> = {
    "https://sts.amazonaws.com": "https sts.amazonaws.com 443",
    "https://sts.us-west-2.amazonaws.com/": "https sts.us-west-2.amazonaws.com 443",
    "https://STS-FIPS.us-gov-west-1.amazonaws.com": "https sts-fips.us-gov-west-1.amazonaws.com 443",
    "https://sts.eu-west-1.api.aws": "https sts.eu-west-1.api.aws 443",
    "https://vpce-0a1b-2c3d.sts.eu-west-1.vpce.amazonaws.com":
      "https vpce-0a1b-2c3d.sts.eu-west-1.vpce.amazonaws.com 443",
    "http://127.0.0.1:4566": "http 127.0.0.1 4566",
    "http://127.8.9.10": "http 127.8.9.10 80",
    "http://[::1]:80": "http ::1 80",
    "http://localhost:4566": "http localhost 4566",
    "http://169.254.7.7": "http 169.254.7.7 80",
    "http://[fe80::1]": "http fe80::1 80",
  };
  it("to the STS that AWS_ENDPOINT_URL_STS names, where that is AWS's own or near by", () => {
    assert.deepEqual(
      judge(Object.keys(allowed).map((url) => ["sts", url, "eu-west-1"])),
      Object.values(allowed),
    );
  });

  const refused = [
    "http://sts.eu-west-1.amazonaws.com",
    "https://sts.example.com",
    "https://amazonaws.com",
    "https://sts.amazonaws.com.example.com",
    "https://evilsts.amazonaws.com",
    "https://sts.s3.amazonaws.com",
    "https://sts.s3-us-west-2.amazonaws.com",
    "https://sts.execute-api.eu-west-1.amazonaws.com",
    "https://abc123.execute-api.eu-west-1.amazonaws.com",
    "https://vpce-1.vpce-svc-2.eu-west-1.vpce.amazonaws.com",
    "https://10.0.0.4",
    "http://0.0.0.0",
    "http://2130706433",
    "http://127.1",
    "http://127.0.0.1@sts.example.com",
    "http://127.0.0.1:80\\@sts.example.com",
    "http://user:password@127.0.0.1",
    "http://127.0.0.1:notaport",
    "http://[::ffff:10.0.0.1]",
    "http://localhost.example.com",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "127.0.0.1",
    "http://127.0.0.1/?x=",
    "http://127.0.0.1/#x",
    "http://127.0.0.1/\u0661",
    "http://127.0.0.1 /",
  ];
  it("nowhere else", () => {
    const judged = judge(refused.map((url) => ["sts", url, "eu-west-1"]));
    assert.deepEqual(
      refused.filter((_, index) => !judged[index]?.startsWith("refused")),
      [],
    );
  });

  it("and asks no metadata service but one that is near by", () => {
    const judged = judge([
      ["imds", "", ""],
      ["imds", "http://127.0.0.1:40342", ""],
      ["imds", "https://sts.amazonaws.com", ""],
      ["imds", "http://metadata.example.com", ""],
      ["imds", "http://10.0.0.4", ""],
      ["imds", "http://172.16.5.3:8081", ""],
    ]);
    assert.deepEqual(
      judged.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["http 169.254.169.254", "http 127.0.0.1", "refused", "refused", "refused", "refused"].map((line) =>
        line === "refused" ? `refused ${imds}` : line,
      ),
    );
  });

  it("nor a pod's token to anything but Entra, or an app's header to anything far away", () => {
    const cases = {
      "entra ": "https login.microsoftonline.com",
      "entra https://login.microsoftonline.us/": "https login.microsoftonline.us",
      "entra https://login.partner.microsoftonline.cn": "https login.partner.microsoftonline.cn",
      "entra https://login.sovcloud-identity.fr": "https login.sovcloud-identity.fr",
      "entra https://login.microsoftonline.de": `refused ${authority}`,
      "entra login.microsoftonline.com": "https login.microsoftonline.com",
      "entra http://127.0.0.1:8080/": "http 127.0.0.1",
      "entra http://login.microsoftonline.com": `refused ${authority}`,
      "entra https://login.microsoftonline.com.example.com": `refused ${authority}`,
      "entra https://microsoftonline.com": `refused ${authority}`,
      "entra https://u:p@login.microsoftonline.com": `refused ${authority}`,
      "entra https://10.0.0.4": `refused ${authority}`,
      "identity http://127.0.0.1:41056/MSI/token/": "http 127.0.0.1",
      "identity http://localhost:42356/msi/token": "http localhost",
      "identity http://169.254.130.4:8081/msi/token": "http 169.254.130.4",
      "identity http://172.16.5.3:8081/msi/token": "http 172.16.5.3",
      "identity http://100.64.100.2/msi/token": "http 100.64.100.2",
      "identity https://172.16.5.3:8081/msi/token": `refused ${identity}`,
      "identity http://172.32.0.1/msi/token": `refused ${identity}`,
      "identity http://100.128.0.1/msi/token": `refused ${identity}`,
      "identity http://10.0.0.4/msi/token": `refused ${identity}`,
      "identity https://login.microsoftonline.com/msi/token": `refused ${identity}`,
      "identity http://127.0.0.1/msi/token?x=y": `refused ${identity}`,
      "identity not a url": `refused ${identity}`,
    };
    const judged = judge(
      Object.keys(cases).map((text) => {
        const [service = "", ...url] = text.split(" ");
        return [service, url.join(" "), ""] as const;
      }),
    );
    assert.deepEqual(
      judged.map((line) => line.split(" ").slice(0, 2).join(" ")),
      Object.values(cases),
    );
  });

  for (const [name, value, shown, remedy] of [
    [
      sts,
      "https://sts.example.com",
      "https://sts.example.com",
      "an https URL of AWS STS, or a loopback or link-local address",
    ],
    [imds, "http://imds.example.com", "http://imds.example.com", "a loopback or link-local address"],
    [
      sts,
      "https://u:hunter2@sts.example.com",
      "sts.example.com",
      "an http or https URL without user name, query, and fragment",
    ],
  ] as const) {
    it(`and says so of ${name}=${shown}, before anything is asked of AWS`, async () => {
      const run = await fixture.run({ env: { [name]: value } });
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("endpoint-refused", { variable: name, given: shown, allowed: remedy })}\n`,
      });
      assert.deepEqual(fixture.clouds.sts.seen, []);
    });
  }

  it("under a path, where the endpoint has one", async () => {
    const env = { AWS_ENDPOINT_URL_STS: `${fixture.clouds.url}/egress/vm-1/` };
    const run = await fixture.run({ env });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.sts.seen[0]?.path, "/egress/vm-1/");
  });
});

/** Where the helper would send requests: `<scheme> <host> <port>` or `refused <reason>`. */
function judge(cases: readonly (readonly [service: string, url: string, region: string])[]): string[] {
  const script = `
import json, sys
sys.path.append(sys.argv[1])
from azure_to_aws import endpoint
from azure_to_aws.failure import Failure
answers = []
for service, url, region in json.loads(sys.argv[2]):
    try:
        name = {"sts": "${sts}", "imds": "${imds}", "entra": "${authority}", "identity": "${identity}"}[service]
        found = getattr(endpoint, service)({name: url}, *([region] if service == "sts" else []))
        answers.append("%s %s %d" % (found.scheme, found.host, found.port))
    except Failure as failure:
        answers.append("refused %s" % failure)
print(json.dumps(answers))`;
  const args = ["-IS", "-c", script, helperSources, JSON.stringify(cases)];
  return JSON.parse(execFileSync("python3", args, { encoding: "utf8" })) as string[];
}
