export { isVerified } from "./read-api";
export { isClear } from "./sanctions";
