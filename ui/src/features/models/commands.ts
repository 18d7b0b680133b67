import type { Command } from "@shared/commands";

export const modelsCommands: readonly Command[] = [{ id: "go.models", title: "command.go_models", group: "go", keys: ["g m"] }];
