export { JobTray } from "./components/JobTray";
export { JobProgress } from "./components/JobProgress";
