import { messages as access } from "../../locales/en/access";
import { messages as audit } from "../../locales/en/audit";
import { messages as documents } from "../../locales/en/documents";
import { messages as models } from "../../locales/en/models";
import { messages as patients } from "../../locales/en/patients";
import { messages as scribe } from "../../locales/en/scribe";
import { messages as settings } from "../../locales/en/settings";
import { messages as shared } from "../../locales/en/shared";
import { messages as vault } from "../../locales/en/vault";
import { messages as visits } from "../../locales/en/visits";
import { messages as workflows } from "../../locales/en/workflows";

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
