import type { Command } from "@shared/commands";

export const modelsCommands: readonly Command[] = [
  { id: "go.models", title: "command.go_models", group: "go", keys: ["g m"] },
  { id: "go.ask", title: "command.go_ask", group: "go", keys: ["g a"] },
  { id: "ask.stop", title: "command.ask_stop", group: "general", keys: ["esc"], keyOnly: true },
];
