import { colors } from "@decksmith/tokens";
import { Pressable, Text } from "react-native";

export function Button({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <Pressable onPress={onPress} style={{ backgroundColor: colors.accent }}>
      <Text>{label}</Text>
    </Pressable>
  );
}
