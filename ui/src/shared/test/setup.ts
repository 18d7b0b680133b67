import { activate } from "../i18n";

await activate("en");
