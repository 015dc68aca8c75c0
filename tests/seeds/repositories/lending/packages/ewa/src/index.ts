export { available } from "./advance";
