export const LARGE = 100_000;
