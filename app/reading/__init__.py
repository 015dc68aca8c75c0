"""Reading commits out of git: facts from a cache or a parser, graphs from memory or built, decision records."""
