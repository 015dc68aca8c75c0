"""The rules of the check `manifest`, one module each. A new rule is one function here."""

from checks.manifest_rules.contents import contents
from checks.manifest_rules.peers import peers
from checks.manifest_rules.specifiers import versioned, workspace_protocol
from checks.manifest_rules.unassigned import unassigned
from checks.manifest_rules.undeclared import undeclared

RULES = (undeclared, workspace_protocol, versioned, peers, contents, unassigned)
"""Each yields a finding for what the change makes worse."""

__all__ = ["RULES"]
