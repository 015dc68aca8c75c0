import { z } from "zod";

export const PrintJob = z.object({ deckId: z.string().uuid(), paper: z.enum(["a4", "letter"]) });

export type PrintJobDto = z.infer<typeof PrintJob>;
