"""Sentences on manifests: what they do not declare, and what they declare wrongly."""

from app.report.prose import Said, cited, code, listed, place
from checks import Finding, NotOnlyAPeer, UndeclaredPackage, UnpinnedVersion, WrongSpecifier


def undeclared_package(finding: Finding, evidence: UndeclaredPackage) -> Said:
    """An import of what the manifest does not declare, or no more."""
    package, manifest, importer = code(evidence.package), code(evidence.manifest), code(evidence.importer)
    group = f"for development only, in {code(evidence.group)}" if evidence.group else ""
    if finding.path == evidence.importer:
        lack = f"declares {group}" if group else "does not declare"
        sentence = f"{place(finding)} imports {package}, which {manifest} {lack}."
    else:
        rest = f"is declared {group} now" if group else "is declared no more"
        sentence = f"{place(finding)} declared {package}, which {rest}, and {importer} imports it."
    return Said([sentence], f"Either declare it in {manifest}{' among the dependencies' if group else ''},")


def wrong_specifier(finding: Finding, evidence: WrongSpecifier) -> Said:
    """A dependency within the repository that is not written as the policy asks."""
    allowed = listed(evidence.allowed)
    asks = f"dependencies within the repository say {allowed}{_cited(finding)}"
    return Said(
        [f"{place(finding)} declares {code(evidence.package)} by {_by(evidence.specifier)}, and {asks}."],
        f"Either write {allowed},",
    )


def unpinned_version(finding: Finding, evidence: UnpinnedVersion) -> Said:
    """A versioned component that is used by no version."""
    component = code(evidence.component)
    return Said(
        [
            f"{place(finding)} declares {code(evidence.package)} by {_by(evidence.specifier)}.",
            f"{component} is versioned and used by an explicit version only{_cited(finding)}.",
        ],
        "Either name the version (or tag) that is meant,",
    )


def not_only_a_peer(finding: Finding, evidence: NotOnlyAPeer) -> Said:
    """A package that is brought along and should be left to the users."""
    package, component = code(evidence.package), code(evidence.component)
    return Said(
        [
            f"{place(finding)} declares {package} in {code(evidence.group)}.",
            f"{component} may have it as a peer dependency only{_cited(finding)}.",
        ],
        "Either move it to `peerDependencies`,",
    )


def _by(specifier: str) -> str:
    return code(specifier) if specifier else "no version"


def _cited(finding: Finding) -> str:
    return cited(finding.rule.adr, finding.rule.file, finding.rule.line)
