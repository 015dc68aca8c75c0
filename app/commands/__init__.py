"""What people ask of adrift in the conversation of a pull request, and what it answers: values, no I/O."""
