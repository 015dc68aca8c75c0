export const colors = { ink: "#1d1b16", parchment: "#f5efdf", accent: "#8a3b12" } as const;
