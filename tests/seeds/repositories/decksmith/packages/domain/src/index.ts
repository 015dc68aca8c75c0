export { cardCount, isLegal } from "./deck-rules";
export { sheets } from "./print-layout";
