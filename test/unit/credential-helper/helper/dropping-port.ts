/** A port that answers no packet. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** On loopback, until it is closed. */
export class DroppingPort {
  private constructor(
    private readonly child: ChildProcess,
    /** Address of the port, without a slash at its end. */
    readonly url: string,
  ) {}

  static async open(): Promise<DroppingPort> {
    const child = spawn("python3", ["-IS", join(__dirname, "dropping_listener.py")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    return new DroppingPort(child, `http://127.0.0.1:${port.toString().trim()}`);
  }

  async close(): Promise<void> {
    const ended = once(this.child, "close");
    this.child.stdin?.end();
    await ended;
  }
}
