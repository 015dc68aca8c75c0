import { printDeck } from "./jobs/print-deck";

for await (const line of process.stdin) {
  await printDeck(JSON.parse(String(line)));
}
