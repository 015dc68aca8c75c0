import { Round } from "@lending/equb";

export const paysOnTime = (round: Round, member: string): boolean => round.next(new Set()) !== member;
