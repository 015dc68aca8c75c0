export { colors } from "./colors";
export const spacing = { small: 4, medium: 8, large: 16 } as const;
