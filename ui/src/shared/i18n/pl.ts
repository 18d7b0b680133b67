import { messages as access } from "../../locales/pl/access";
import { messages as audit } from "../../locales/pl/audit";
import { messages as documents } from "../../locales/pl/documents";
import { messages as models } from "../../locales/pl/models";
import { messages as patients } from "../../locales/pl/patients";
import { messages as scribe } from "../../locales/pl/scribe";
import { messages as settings } from "../../locales/pl/settings";
import { messages as shared } from "../../locales/pl/shared";
import { messages as vault } from "../../locales/pl/vault";
import { messages as visits } from "../../locales/pl/visits";
import { messages as workflows } from "../../locales/pl/workflows";

export const messages = {
  ...access,
  ...audit,
  ...documents,
  ...models,
  ...patients,
  ...scribe,
  ...settings,
  ...shared,
  ...vault,
  ...visits,
  ...workflows,
};
