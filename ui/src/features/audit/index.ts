export { auditCommands } from "./commands";
