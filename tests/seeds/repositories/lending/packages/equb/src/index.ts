export { Round } from "./round";
