/** The helper at the addresses and paths that it has on a real VM, in network and mount namespaces of its own. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { execa } from "execa";
import type { Lab } from "../../../lab";
import type { PulumiStack } from "../../../lab/pulumi";
import type { Toolchain } from "../../../lab/pulumi/toolchain";
import { quickstartLab, type QuickstartOutputs, runCommandTexts } from "./deployed-quickstart";

/** Why it cannot be tried on this machine; `undefined` where it can. */
function obstacle(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return "it takes root on Linux";
  }
  const tried = spawnSync("unshare", [
    "-m",
    "-n",
    "sh",
    "-c",
    "ip link set lo up && mount -t tmpfs none /opt",
  ]);
  return tried.status === 0 ? undefined : "unshare, ip or mount is missing or not allowed";
}

/** Does as the fabric does for a VM, then runs `$2`. The VM has nothing but IMDS and the way to AWS. */
const ENTER = `set -e
ip link set lo up
ip addr add 169.254.169.254/32 dev lo
mount -t tmpfs -o mode=755 none /opt
mkdir -p /opt/lab/upper /opt/lab/work
mount -t overlay overlay -o lowerdir=/etc,upperdir=/opt/lab/upper,workdir=/opt/lab/work /etc
mkfifo /opt/lab/ready; touch /opt/lab/told
exec 3<>/opt/lab/ready
python3 "$1/relay.py" 169.254.169.254 80 "$2/imds.sock" 127.0.0.1 4566 "$2/aws.sock" <&3 >/opt/lab/told &
relay=$!
trap 'kill $relay' EXIT
until grep -q ready /opt/lab/told; do kill -0 $relay; done
sh "$2/work.sh"
`;

/** Serves a TCP address at a socket file, which is seen in every network namespace. */
async function serveAt(file: string, url: string): Promise<Server> {
  const { hostname, port } = new URL(url);
  const server = createServer((inside) => {
    const outside = connect(Number(port), hostname);
    inside.pipe(outside).pipe(inside);
    for (const socket of [inside, outside]) {
      socket.on("error", () => {
        inside.destroy();
        outside.destroy();
      });
    }
  });
  server.listen(file);
  await once(server, "listening");
  return server;
}

const reason = obstacle();

describe(`at the real addresses${reason === undefined ? "" : ` (not run: ${reason})`}`, function () {
  this.timeout("15m");
  let [toolchain, lab, stack] = [] as unknown as [Toolchain, Lab, PulumiStack];
  let outputs: QuickstartOutputs;
  let script: string;
  const servers: Server[] = [];

  before(async function () {
    if (reason !== undefined) {
      this.skip();
    }
    ({ toolchain, lab, stack } = await quickstartLab());
    const run = await stack.up();
    assert.equal(run.exitCode, 0, run.output);
    outputs = (await stack.outputs()) as unknown as QuickstartOutputs;
    script = (await runCommandTexts(stack)).find((text) => text.includes("/etc/azure-to-aws")) ?? "";
    const vm = lab.azure.vm(outputs.virtualMachineName);
    servers.push(await serveAt(path.join(lab.directory, "imds.sock"), vm.imdsUrl));
    servers.push(await serveAt(path.join(lab.directory, "aws.sock"), vm.egressUrl));
  });

  after(async () => {
    for (const server of servers) {
      server.close();
    }
    await (lab as Lab | undefined)?.stop();
  });

  /** Installs as Run Command does, to the letter, then runs commands as root. */
  async function inNamespace(commands: string) {
    const install = path.join(lab.directory, "install.sh");
    await writeFile(install, script);
    await writeFile(
      path.join(lab.directory, "work.sh"),
      `set -e\nsh ${install} >/opt/lab/installed 2>&1 || { cat /opt/lab/installed >&2; exit 9; }\n${commands}`,
    );
    return execa("unshare", ["-m", "-n", "sh", "-c", ENTER, "sh", __dirname, lab.directory], {
      reject: false,
      extendEnv: false,
      stdin: "ignore",
      env: {
        HOME: "/opt",
        PATH: `${toolchain.python.bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
        AWS_ENDPOINT_URL_STS: "http://127.0.0.1:4566",
        AWS_EC2_METADATA_DISABLED: "true",
      },
    });
  }

  /** The AWS CLI as somebody runs it who logs in: `/etc/profile.d` tells it where the config is. */
  const aws = (command: string) =>
    `sh -lc '${toolchain.python.bin}/aws ${command} --profile ${outputs.profileName}'\n`;

  it("gets the token from 169.254.169.254 and the role from STS, by the config in /etc/azure-to-aws", async () => {
    const found = await inNamespace(
      aws("sts get-caller-identity --query Arn --output text") +
        aws("s3 ls s3://devteam-reports --recursive") +
        "grep -o '/opt/azure-to-aws/[a-z_.]*' /etc/azure-to-aws/config\n",
    );
    assert.equal(found.exitCode, 0, found.stdout + found.stderr);
    const { roleArn } = outputs;
    const role = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const [arn = "", listing = "", paths] = found.stdout.split("\n").filter((line) => line !== "");
    assert.match(arn, new RegExp(`^arn:aws:sts::\\d{12}:assumed-role/${role}/`));
    assert.match(listing, /2026\/q3\.csv$/);
    assert.equal(paths, "/opt/azure-to-aws/credential_process.py");
  });

  it("finds nothing there when IMDS does not answer, and says so", async () => {
    const tried = await inNamespace(
      `ip addr del 169.254.169.254/32 dev lo\n${aws("sts get-caller-identity")}`,
    );
    assert.notEqual(tried.exitCode, 0);
    assert.match(tried.stderr, /Azure's instance metadata service \(169\.254\.169\.254:80\): cannot connect/);
  });
});
