import { describeSeededFaults } from "./seeded-faults";

/** Three of each kind, of which seven kinds kill the engine or a plugin in an update, and what they leave of the page. */
const SEEDS = [...Array.from({ length: 27 }, (_, index) => index + 1), 28, 36, 54, 56];

describeSeededFaults({ seeds: SEEDS, uses: "all" });
