export { visitCommands } from "./commands";
export { VisitList } from "./components/VisitList";
