"""How facts say what no import statement can: who reads a file writes these marks, and the layout knows them."""

APP, DOTTED = "app:", "dotted:"
"""How the module of an import begins that is named by the label of an app, and of one that may be none."""

FILE = "file:"
OF_FILE = f"{FILE}./"
"""How the module of an import begins that is a file's path, and of one whose path counts from the importer's folder."""

APP_LABEL = "app-label"
"""What a hint calls the label that an app gives itself."""

PATH_OF_FILE, PATH_OF_PROGRAM = "search-path-of-file", "search-path"
"""What a hint calls a folder that modules are looked for in: one that counts from the file's own, and one that counts
from wherever the program runs."""
