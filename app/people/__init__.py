"""Who put a label, who may waive, and what is remembered of earlier decisions."""
