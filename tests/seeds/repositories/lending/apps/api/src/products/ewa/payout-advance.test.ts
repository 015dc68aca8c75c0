import { payoutAdvance } from "./payout-advance";

test("an unknown employee gets nothing", async () => {
  expect(await payoutAdvance("nobody")).toBe(0);
});
