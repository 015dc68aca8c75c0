import type { OrderDto } from "@platform/schema-orders";
import { LARGE } from "./internal/limits";

export const needsApproval = (order: OrderDto): boolean => order.total > LARGE;
