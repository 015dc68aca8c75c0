export { useDeck } from "./use-deck";
