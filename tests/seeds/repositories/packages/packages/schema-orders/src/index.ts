export interface OrderDto {
  readonly id: string;
  readonly total: number;
}

export const isOrder = (value: unknown): value is OrderDto =>
  typeof value === "object" && value !== null && "id" in value && "total" in value;
