import { describeSeeds } from "./replication-seeds";

describeSeeds(1);
