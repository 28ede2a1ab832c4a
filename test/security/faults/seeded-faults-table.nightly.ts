import { describeSeededFaults } from "./seeded-faults";

/** Four kills in updates, one of them of a plugin, a lost answer, and a destroy that is broken off. */
const SEEDS = [9, 28, 11, 32, 7, 8];

describeSeededFaults({ seeds: SEEDS, uses: "all but the rare ones", isTable: true });
