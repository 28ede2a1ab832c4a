import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { ending, type Run, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";
import { VmFolder } from "./vm-folder";

const script = renderInstallScript({ profiles: [goodProfile] });
/** Programs that the script needs besides Python. */
const TOOLS = [
  "cat",
  "chmod",
  "grep",
  "id",
  "ln",
  "ls",
  "mkdir",
  "mktemp",
  "mv",
  "readlink",
  "rm",
  "sed",
  "sh",
];

/** A Python that every user can start. */
const system = execFileSync(
  "sh",
  ["-c", "for p in /usr/bin/python3 /usr/local/bin/python3; do [ -x $p ] && echo $p && exit; done; exit 1"],
  { encoding: "utf8" },
).trim();

describe("The install script's choice of a Python", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder("azure-to-aws-");
    chmodSync(vm.path, 0o755);
    mkdirSync(vm.at("tools"));
    for (const tool of TOOLS) {
      symlinkSync(
        execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim(),
        vm.at(`tools/${tool}`),
      );
    }
  });
  afterEach(() => {
    vm.remove();
  });

  /** Puts a program there. */
  function program(path: string, text: string): string {
    mkdirSync(dirname(vm.at(path)), { recursive: true });
    writeFileSync(vm.at(path), text, { mode: 0o755 });
    return vm.at(path);
  }

  /** A link to the system's Python, which takes the link for its own path. */
  function python(path: string): string {
    mkdirSync(dirname(vm.at(path)), { recursive: true });
    symlinkSync(system, vm.at(path));
    return vm.at(path);
  }

  /** Installs where only these folders of the VM, and the tools, are on the PATH. */
  async function install(...folders: string[]): Promise<Run> {
    const path = [...folders, "tools"].map((folder) => vm.at(folder)).join(":");
    return await vm.install(script.replace(/^PATH=.*$/m, `PATH="${path}"`));
  }

  const firstLine = () => readFileSync(vm.at(guestPaths.helper), "utf8").split("\n")[0];
  const installed = "azure-to-aws 0.2.0 is installed; AWS profiles: DevTeam-S3ReadOnlyAccess\n";
  const none =
    "azure-to-aws: no suitable Python. Expected Python 3.8 or newer with its whole standard library, " +
    "which every user can start and only root can change; got: ";
  const remedy =
    ". Install one, for example with 'apt-get install python3' or 'dnf install python3.11' [install-no-python]\n";

  it("is an error that names what was looked at, before anything is written", async () => {
    const old = program("a/python3", '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.6.8\nexit 1\n');
    const broken = program("b/python3.8", "#!/bin/sh\nexit 1\n");
    assert.deepEqual(await install("a", "b"), {
      exitCode: 1,
      stdout: "",
      stderr:
        `${none}${old}: it is Python 3.6.8, or lacks a part of its library; ` +
        `${broken}: it is , or lacks a part of its library${remedy}`,
    });
    assert.ok(!existsSync(vm.at("/opt")));
  });

  it("is an error where none is on the PATH", async () => {
    assert.deepEqual(await install(), {
      exitCode: 1,
      stdout: "",
      stderr: `${none}none on the PATH${remedy}`,
    });
  });

  it("passes over one that is too old, for the next folder of the PATH", async () => {
    program("a/python3", "#!/bin/sh\nexit 1\n");
    const good = python("b/python3");
    assert.deepEqual(await install("a", "b"), { exitCode: 0, stdout: installed, stderr: "" });
    assert.equal(firstLine(), `#!${good} -IBS`);
  });

  it("passes over one that is too old, for one with another name", async () => {
    program("a/python3", "#!/bin/sh\nexit 1\n");
    const good = python("a/python3.11");
    assert.deepEqual(await install("a"), { exitCode: 0, stdout: installed, stderr: "" });
    assert.equal(firstLine(), `#!${good} -IBS`);
  });

  it("passes over relative folders of the PATH", async () => {
    const good = python("a/python3");
    program("root/x/python3", '#!/bin/sh\necho "taken" >&2\nexit 1\n');
    const run = await vm.install(script.replace(/^PATH=.*$/m, `PATH='x::${vm.at("a")}:${vm.at("tools")}'`));
    assert.deepEqual(run, { exitCode: 0, stdout: installed, stderr: "" });
    assert.equal(firstLine(), `#!${good} -IBS`);
  });

  if (process.getuid?.() === 0) {
    const unfit: Record<string, [spoil: (path: string) => void, reason: RegExp]> = {
      "is in a folder that others cannot enter": [
        (path) => {
          chmodSync(dirname(path), 0o700);
        },
        /: not all users can use \/bad\/bin/,
      ],
      "others cannot start": [
        (path) => {
          chmodSync(path, 0o744);
        },
        /: not all users can use \/bad\/bin\/python3/,
      ],
      "belongs to another user": [
        (path) => {
          chownSync(path, 65534, 0);
        },
        /: users other than root can change \/bad\/bin\/python3 \(-rwxr-xr-x (nobody|65534) root\)/,
      ],
      "a group can write to": [
        (path) => {
          chownSync(path, 0, 50);
          chmodSync(path, 0o775);
        },
        /: users other than root can change \/bad\/bin\/python3 \(-rwxrwxr-x root (staff|50)\)/,
      ],
      "all users can write to, although it is sticky": [
        (path) => {
          chmodSync(path, 0o1777);
        },
        /: users other than root can change \/bad\/bin\/python3 \(-rwxrwxrwt root root\)/,
      ],
      "is in a folder of another user's": [
        (path) => {
          chownSync(dirname(path), 65534, 0);
        },
        /: users other than root can change \/bad\/bin \(drwxr-xr-x (nobody|65534) root\)/,
      ],
    };
    for (const [name, [spoil, reason]] of Object.entries(unfit)) {
      it(`never starts one that ${name}, and says so if it is the only one`, async () => {
        const mark = vm.at("started");
        const bad = program("bad/bin/python3", `#!/bin/sh\n: >'${mark}'\nexec ${system} "$@"\n`);
        spoil(bad);
        const alone = await install("bad/bin");
        assert.equal(alone.exitCode, 1);
        assert.match(
          alone.stderr.replaceAll(vm.path, ""),
          new RegExp(`got: /bad/bin/python3${reason.source}`),
        );
        assert.ok(!existsSync(vm.at("/opt")));
        const good = python("good/python3");
        assert.deepEqual(await install("bad/bin", "good"), { exitCode: 0, stdout: installed, stderr: "" });
        assert.equal(firstLine(), `#!${good} -IBS`);
        assert.ok(!existsSync(mark));
      });
    }

    it("takes one whose packages others can change, and starts none of them", async () => {
      const asked = ["-IBSc", "import sys; print('%d.%d' % sys.version_info[:2])"];
      const version = execFileSync(system, asked, { encoding: "utf8" }).trim();
      const packages = vm.at(`env/lib/python${version}/site-packages`);
      const mark = vm.at("started");
      const chosen = python("env/bin/python3");
      writeFileSync(vm.at("env/pyvenv.cfg"), `home = ${dirname(system)}\n`);
      mkdirSync(packages, { recursive: true });
      chmodSync(packages, 0o2777);
      writeFileSync(join(packages, "any.pth"), `import os; open(${JSON.stringify(mark)}, "w")\n`);
      execFileSync(chosen, ["-Ic", "0"]);
      assert.ok(existsSync(mark), "packages are found without -S");
      rmSync(mark);
      assert.deepEqual(await install("env/bin"), { exitCode: 0, stdout: installed, stderr: "" });
      assert.equal(firstLine(), `#!${chosen} -IBS`);
      assert.ok(!existsSync(mark));
    });
    it("passes over a launcher of root's whose interpreter others cannot start", async () => {
      const hidden = python("private/python3");
      chmodSync(vm.at("private"), 0o700);
      program("a/python3", `#!/bin/sh\nexec '${hidden}' "$@"\n`);
      const good = python("b/python3");
      assert.deepEqual(await install("a", "b"), { exitCode: 0, stdout: installed, stderr: "" });
      assert.equal(firstLine(), `#!${good} -IBS`);
    });
  }

  describe("with a path that cannot stand in the first line of a script, is started with -IBS all the same:", () => {
    const odd: Record<string, string> = {
      "one with a space": "my tools/python3",
      "a long one": `${"long/".repeat(30)}python3`,
      "one with odd letters": "it's (mine) ü/python3",
    };
    for (const [name, path] of Object.entries(odd)) {
      it(name, async () => {
        const chosen = python(path);
        assert.deepEqual(await install(dirname(path)), { exitCode: 0, stdout: installed, stderr: "" });
        const link = vm.at(`${guestPaths.helperFolder}/python3`);
        assert.equal(firstLine(), `#!${link} -IBS`);
        assert.equal(readlinkSync(link), chosen);
        await assertIsolated();
        // Again, over the link that is there.
        assert.deepEqual(await install(dirname(path)), { exitCode: 0, stdout: installed, stderr: "" });
        assert.equal(readlinkSync(link), chosen);
      });
    }

    it("even if an installation was cut off after it had made the link", async () => {
      python("my tools/python3");
      const cut = script.slice(0, /^file '/m.exec(script)?.index);
      const path = ["my tools", "tools"].map((folder) => vm.at(folder)).join(":");
      const run = await vm.install(`${cut.replace(/^PATH=.*$/m, `PATH="${path}"`)}exit 9\n`);
      assert.equal(run.exitCode, 9, run.stderr);
      const link = vm.at(`${guestPaths.helperFolder}/python3`);
      // And one that was cut off while it made the link.
      symlinkSync(readlinkSync(link), `${link}.4711`);
      assert.deepEqual(await install("my tools"), { exitCode: 0, stdout: installed, stderr: "" });
      assert.equal(firstLine(), `#!${link} -IBS`);
    });
  });

  it("with an ordinary path, is started with -IBS", async () => {
    python("a/python3");
    await install("a");
    await assertIsolated();
  });

  /** Neither variables nor files of the user's reach the interpreter of the installed helper. */
  async function assertIsolated(): Promise<void> {
    const planted = vm.at("planted");
    mkdirSync(planted);
    for (const name of ["sitecustomize.py", "usercustomize.py", "os.py", "binascii.py"]) {
      writeFileSync(join(planted, name), "import sys; sys.stderr.write('PLANTED RUNS'); sys.exit(7)\n");
    }
    const run = await ending(
      start([vm.at(guestPaths.helper), ["--version"]], {
        HOME: planted,
        PYTHONPATH: planted,
        PYTHONVERBOSE: "1",
      }),
    );
    assert.deepEqual(run, { exitCode: 0, stdout: "azure-to-aws 0.2.0\n", stderr: "" });
  }
});
