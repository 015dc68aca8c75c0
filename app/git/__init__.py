"""Git: the one door to git processes, and what is read through it. Nothing here touches a work tree's files."""
