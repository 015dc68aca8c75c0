export { findDeck } from "./decks";
