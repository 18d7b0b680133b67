import type { Command } from "@shared/commands";

export const settingsCommands: readonly Command[] = [{ id: "go.settings", title: "command.go_settings", group: "go", keys: ["g ,"] }];
