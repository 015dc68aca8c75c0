import type { FastifyInstance } from "fastify";
import { disburseLoan } from "./disburse-loan";

export function registerLoans(server: FastifyInstance): void {
  server.post<{ Params: { id: string } }>("/loans/:id/disbursement", (request) => disburseLoan(request.params.id, "ann"));
}
