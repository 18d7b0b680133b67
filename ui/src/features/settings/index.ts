export { settingsCommands } from "./commands";
