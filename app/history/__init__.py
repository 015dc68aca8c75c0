"""What only the history of a repository tells: reverts, cherry-picks, who broke the policy."""
