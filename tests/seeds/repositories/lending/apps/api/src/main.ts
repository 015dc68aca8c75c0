import { repayFromPayroll } from "@lending/lending";
import fastify from "fastify";
import { registerLoans } from "./products/lending/loan-routes";

repayFromPayroll();
const server = fastify();
registerLoans(server);
await server.listen({ port: 3000 });
