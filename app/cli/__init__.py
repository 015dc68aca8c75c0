"""The command `adrift`: one module a sub-command, each registers its own options."""
