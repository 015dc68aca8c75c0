"""GitHub: the one door to githubkit, with requests and answers by noun."""
