import { describeAdoptedProvider } from "./adopted-provider";

describeAdoptedProvider({ remote: false });
