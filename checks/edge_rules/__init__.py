"""The policy words that judge an edge between two components, one module each. A new word is one function here."""

from checks.edge_rules.encapsulation import encapsulates
from checks.edge_rules.entry_points import public
from checks.edge_rules.layering import layers
from checks.edge_rules.lists import depends_on, used_by

RULES = (depends_on, used_by, layers, public, encapsulates)
"""Each yields a `Judgement` for every rule that an edge breaks, the word that says most about it first."""

__all__ = ["RULES"]
