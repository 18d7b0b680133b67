import type { Command } from "@shared/commands";

export const auditCommands: readonly Command[] = [
  { id: "go.admin", title: "command.go_admin", group: "go", keys: ["g d"] },
  { id: "audit.verify", title: "command.verify_audit", group: "general", keys: [] },
];
