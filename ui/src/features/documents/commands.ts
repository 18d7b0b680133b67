import type { Command } from "@shared/commands";

export const documentCommands: readonly Command[] = [{ id: "go.import", title: "command.go_import", group: "go", keys: ["g i"] }];
