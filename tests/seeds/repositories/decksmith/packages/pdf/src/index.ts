import { sheets } from "@decksmith/domain";
import type { DeckDto } from "@decksmith/schema";
import { PDFDocument } from "pdf-lib";

export async function renderDeck(deck: DeckDto): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let sheet = 0; sheet < sheets(deck); sheet += 1) {
    document.addPage();
  }
  return document.save();
}
