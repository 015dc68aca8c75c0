import { colors, spacing } from "@decksmith/tokens";
import type { ReactNode } from "react";

export function Button({ children }: { children: ReactNode }) {
  return <button style={{ background: colors.accent, padding: spacing.medium }}>{children}</button>;
}
