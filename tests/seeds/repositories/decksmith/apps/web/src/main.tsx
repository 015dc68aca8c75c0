import { ApiClient } from "@decksmith/api-client";
import { DeckPage } from "~/routes/deck";

const client = new ApiClient("/api");

export const App = () => <DeckPage client={client} id={window.location.hash.slice(1)} />;
