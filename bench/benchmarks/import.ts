import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../tools/project-root";
import type { Benchmark } from "../benchmark";
import { atMost, compared, type Figure } from "../figure";
import { inRounds } from "../rounds";

/** What each program loads at its start. */
const LOADED = {
  ours: ["@pulumi/pulumi", "@azure-to-aws/federation"],
  pulumi: ["@pulumi/pulumi"],
  providers: ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/azuread", "@pulumi/azure-native"],
};

type Program = keyof typeof LOADED;

const COMPILER = path.join(PROJECT_ROOT, "node_modules/typescript/bin/tsc");

/** What importing the package costs a program before it does anything. */
export const importing: Benchmark = {
  name: "import",
  title: "type-check and start of a program that imports the package",
  async run({ size, signal, report }) {
    const options = { rounds: size === "full" ? 9 : 1, warmUp: size === "full" ? 1 : 0, signal };
    const measure = async (what: string, command: (program: Program) => readonly string[]) => {
      report(what);
      const candidate = (program: Program) => async () => {
        await execa(process.execPath, command(program), { cwd: PROJECT_ROOT, cancelSignal: signal });
      };
      return figuresOf(
        what,
        await inRounds(options, {
          ours: candidate("ours"),
          pulumi: candidate("pulumi"),
          providers: candidate("providers"),
        }),
      );
    };
    return [
      ...(await measure("type-check", typeCheck)),
      ...(await measure("start", (program) => ["--eval", LOADED[program].map(load).join("")])),
    ];
  },
};

/** A check of the program in `bench/programs/import` as a stack's own `tsc` does it. */
function typeCheck(program: Program): readonly string[] {
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext"];
  return [COMPILER, ...options, path.join("bench/programs/import", `${program}.ts`)];
}

function load(module: string): string {
  return `require(${JSON.stringify(module)});`;
}

function figuresOf(what: string, samples: Record<Program, number[]>): Figure[] {
  const { ours, pulumi, providers } = samples;
  return [
    compared(
      { label: what, unit: "ms", against: "@pulumi/pulumi alone", goal: atMost(1.25) },
      { ours, against: pulumi },
    ),
    compared(
      { label: what, unit: "ms", against: "whole provider SDKs", goal: atMost(0.5) },
      { ours, against: providers },
    ),
    compared(
      { label: `floor: ${what} with @pulumi/pulumi alone`, unit: "ms", against: "whole provider SDKs" },
      { ours: pulumi, against: providers },
    ),
  ];
}
