export { documentCommands } from "./commands";
