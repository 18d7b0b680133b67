export { documentCommands } from "./commands";
export { useUpload, type UploadState } from "./hooks/useUpload";
