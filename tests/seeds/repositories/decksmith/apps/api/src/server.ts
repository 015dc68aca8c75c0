import fastify from "fastify";
import { registerDecks } from "./routes/decks";

const server = fastify();
registerDecks(server);
await server.listen({ port: 3000 });
