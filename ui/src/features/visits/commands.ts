import type { Command } from "@shared/commands";

export const visitCommands: readonly Command[] = [
  { id: "go.today", title: "command.go_today", group: "go", keys: ["g t"] },
  { id: "go.next_visit", title: "command.next_visit", group: "go", keys: ["g x"] },
  { id: "visit.main", title: "command.visit_main", group: "visit", keys: ["mod+enter"], keyOnly: true },
  { id: "visit.sign", title: "command.sign", group: "visit", keys: ["mod+shift+enter"] },
  { id: "visit.next", title: "command.sentence_next", group: "visit", keys: ["alt+down"], keyOnly: true },
  { id: "visit.previous", title: "command.sentence_previous", group: "visit", keys: ["alt+up"], keyOnly: true },
  { id: "visit.attention", title: "command.next_attention", group: "visit", keys: ["f2"] },
  { id: "visit.evidence", title: "command.evidence", group: "visit", keys: ["f8"] },
  { id: "visit.remove", title: "command.remove_sentence", group: "visit", keys: ["f4"], keyOnly: true },
  { id: "visit.panes", title: "command.other_pane", group: "visit", keys: ["mod+\\"] },
  { id: "visit.draft", title: "command.draft_again", group: "visit", keys: [] },
  { id: "visit.model_draft", title: "command.model_draft", group: "visit", keys: [] },
  { id: "visit.continue_plan", title: "command.continue_plan", group: "visit", keys: [] },
  { id: "visit.read_aloud", title: "command.read_aloud", group: "visit", keys: [] },
  { id: "visit.print", title: "command.print", group: "visit", keys: [] },
  { id: "visit.pdf", title: "command.save_pdf", group: "visit", keys: [] },
];
