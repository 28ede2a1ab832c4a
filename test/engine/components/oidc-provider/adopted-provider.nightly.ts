import { describeAdoptedProvider } from "./adopted-provider";

describeAdoptedProvider({ remote: true });
