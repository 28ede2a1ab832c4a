import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { buildPackages } from "../../tools/packages/build-packages";
import { type Benchmark, bySize } from "../benchmark";
import { atMost, compared, single } from "../figure";
import { inRounds } from "../rounds";
import { growingPolicy } from "../trust-policies";

/** What a user of the packaged CLI waits for before it does anything, and for the first verdict. */
export const cliStart: Benchmark = {
  name: "cli-start",
  title: "help, a usage error, and a folder with one role, by the packaged CLI, against an empty Node",
  async run({ size, signal, folder }) {
    const [packed] = await buildPackages(folder, ["@azure-to-aws/cli"]);
    await execa("tar", ["-xzf", packed?.tarball ?? "", "-C", folder]);
    const program = path.join(folder, "package/bin/azure-to-aws.js");
    const judged = path.join(folder, "judged");
    await mkdir(judged);
    await writeFile(path.join(judged, "role.json"), growingPolicy("value", 1));
    const node = (expected: number, ...args: string[]) => {
      return async () => {
        const { exitCode } = await execa(process.execPath, args, {
          cwd: judged,
          reject: false,
          cancelSignal: signal,
        });
        assert.equal(exitCode, expected, args.join(" "));
      };
    };
    const samples = await inRounds(
      { rounds: bySize(size, { full: 41, smoke: 1 }), signal },
      {
        help: node(0, program, "--help"),
        wrong: node(2, program, "judge", "--formt"),
        bare: node(0, program),
        empty: node(0, "-e", "0"),
      },
    );
    const against = { unit: "ms", against: "an empty Node", goal: atMost(1.7) };
    return [
      compared({ ...against, label: "--help" }, { ours: samples.help, against: samples.empty }),
      compared({ ...against, label: "a usage error" }, { ours: samples.wrong, against: samples.empty }),
      single({ label: "a folder with one role", unit: "ms", goal: atMost(4000, "ms") }, samples.bare),
    ];
  },
};
