import { isOrder } from "../src/index";

test("nothing is no order", () => expect(isOrder(null)).toBe(false));
