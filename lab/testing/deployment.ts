/** Plays the engine's part for one plugin: what a program asks for is checked, compared and carried out. */
import assert from "node:assert/strict";
import { Kernel } from "../pulumi/plugins/kernel/kernel";
import type { Plugin } from "../pulumi/plugins/kernel/plugin";
import { isUnknown, type Properties } from "../pulumi/plugins/kernel/property-value";

/** A deployed resource, as the engine keeps it. */
export interface Deployed {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const randomSeed = new Uint8Array([7]);

/** Resources of one plugin. */
export class Deployment<Client> {
  readonly kernel: Kernel<Client>;

  constructor(plugin: Plugin<Client>, client: Client) {
    this.kernel = new Kernel({ ...plugin, connect: () => client });
  }

  /** Reasons for which the inputs of a resource are refused. */
  async problems(token: string, inputs: Properties): Promise<string[]> {
    const { failures } = await this.kernel.check(
      { urn: urnOf(token, "name"), randomSeed },
      undefined,
      inputs,
    );
    return failures.map(({ reason }) => reason);
  }

  async create(token: string, name: string, given: Properties): Promise<Deployed> {
    const urn = urnOf(token, name);
    const inputs = await this.#check(urn, given);
    const preview = this.kernel.previewCreate({ urn }, inputs);
    const { id, outputs } = await this.kernel.create({ urn }, inputs);
    for (const [output, value] of Object.entries(preview)) {
      if (!isUnknown(value)) {
        assert.notEqual(outputs[output], undefined, `${output} was promised in the preview`);
      }
    }
    return { urn, id, inputs, outputs };
  }

  /** Changes a resource in place; fails when it would have to be replaced. */
  async update(deployed: Deployed, given: Properties): Promise<Deployed> {
    const { urn, id } = deployed;
    const inputs = await this.#check(urn, given, deployed.inputs);
    const { changes } = this.kernel.diff({ urn }, known(deployed), inputs);
    assert.deepEqual(
      changes.filter(({ replaces }) => replaces),
      [],
    );
    const outputs = await this.kernel.update({ urn }, id, known(deployed), inputs);
    return { urn, id, inputs, outputs };
  }

  /** Whether a change of inputs replaces the resource, and how. */
  async replacement(
    deployed: Deployed,
    given: Properties,
  ): Promise<"none" | "create first" | "delete first"> {
    const inputs = await this.#check(deployed.urn, given, deployed.inputs);
    const { changes, deleteBeforeReplace } = this.kernel.diff({ urn: deployed.urn }, known(deployed), inputs);
    if (!changes.some(({ replaces }) => replaces)) {
      return "none";
    }
    return deleteBeforeReplace ? "delete first" : "create first";
  }

  /** The resource as it is in the cloud now; undefined when it is gone. */
  async refresh(deployed: Deployed): Promise<Deployed | undefined> {
    const { urn, id } = deployed;
    const found = await this.kernel.read({ urn }, id, known(deployed));
    return found === undefined ? undefined : { urn, id, inputs: found.inputs, outputs: found.outputs };
  }

  async import(token: string, id: string): Promise<Properties | undefined> {
    return (await this.kernel.read({ urn: urnOf(token, "imported") }, id, undefined))?.inputs;
  }

  async delete(deployed: Deployed): Promise<void> {
    await this.kernel.delete({ urn: deployed.urn }, deployed.id, known(deployed));
  }

  async #check(urn: string, given: Properties, olds?: Properties): Promise<Properties> {
    const { inputs, failures } = await this.kernel.check({ urn, randomSeed }, olds, given);
    assert.deepEqual(failures, []);
    return inputs;
  }
}

function known({ inputs, outputs }: Deployed): { inputs: Properties; state: Properties } {
  return { inputs, state: outputs };
}

function urnOf(token: string, name: string): string {
  return `urn:pulumi:dev::project::${token}::${name}`;
}
