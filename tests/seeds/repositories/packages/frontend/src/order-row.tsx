import type { OrderDto } from "@platform/schema-orders";

export const OrderRow = ({ order }: { order: OrderDto }) => <li>{order.total}</li>;
