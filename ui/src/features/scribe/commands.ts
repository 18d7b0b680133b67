import type { Command } from "@shared/commands";

export const scribeCommands: readonly Command[] = [
  // Private talk may begin while a dialog is open.
  { id: "record.toggle", title: "command.record", group: "general", keys: ["f9"], inDialogs: true },
  { id: "record.stop", title: "command.record_stop", group: "general", keys: ["shift+f9"], inDialogs: true },
  { id: "record.mark", title: "command.record_mark", group: "general", keys: ["shift+f2"], inDialogs: true },
  { id: "consent.given", title: "command.consent_given", group: "visit", keys: ["1"], keyOnly: true, inDialogs: true },
  { id: "consent.this_visit", title: "command.consent_this_visit", group: "visit", keys: ["2"], keyOnly: true, inDialogs: true },
  { id: "consent.refused", title: "command.consent_refused", group: "visit", keys: ["3"], keyOnly: true, inDialogs: true },
  { id: "speaker.clinician", title: "command.speaker_clinician", group: "visit", keys: ["d"], keyOnly: true },
  { id: "speaker.patient", title: "command.speaker_patient", group: "visit", keys: ["p"], keyOnly: true },
  { id: "speaker.other", title: "command.speaker_other", group: "visit", keys: ["o"], keyOnly: true },
];
