import { needsApproval } from "../src/index";

test("a small order needs no approval", () => expect(needsApproval({ id: "1", total: 1 })).toBe(false));
