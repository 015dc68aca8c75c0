export { Card, type CardDto } from "./card";
export { Deck, DeckEntry, type DeckDto } from "./deck";
