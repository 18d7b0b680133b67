export { ExpiredDialog } from "./components/ExpiredDialog";
export { SetupPage } from "./routes/SetupPage";
export { SignInPage } from "./routes/SignInPage";
