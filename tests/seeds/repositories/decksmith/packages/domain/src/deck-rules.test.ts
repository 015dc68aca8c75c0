import { describe, expect, it } from "vitest";
import { cardCount } from "./deck-rules";

describe("cardCount", () => {
  it("is 0 for an empty deck", () => {
    expect(cardCount({ id: "d", title: "Empty", entries: [] })).toBe(0);
  });
});
