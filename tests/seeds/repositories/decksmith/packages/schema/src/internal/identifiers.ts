import { z } from "zod";

export const scryfallId = z.string().uuid().brand("ScryfallId");
