"""Signatures and members as a reader of TypeScript would write them."""

import re
from collections.abc import Iterator

from checks.codebase.api.surface import How, Member, Parameter, Signature, Sort

TYPE_NAME = re.compile(r"(?<![\w$\"'.])[A-Z_$][\w$]*")
"""A name in a type that may be that of another type."""


def signature_text(signature: Signature) -> str:
    """`<T>(first: string, second?: number) => void`; nothing is said of what is inferred."""
    named = f"<{', '.join(signature.generics)}>" if signature.generics else ""
    given = ", ".join(parameter_text(each) for each in signature.parameters)
    start = "async " if signature.is_async and signature.returns is None else ""
    return f"{start}{named}({given})" + (f" => {signature.returns}" if signature.returns else "")


def parameter_text(parameter: Parameter) -> str:
    """`name?: string`, `...rest: Array<string>`."""
    start = "..." if parameter.how is How.REST else ""
    mark = "?" if parameter.default is not None else ""
    return f"{start}{parameter.name}{mark}" + (f": {parameter.type}" if parameter.type else "")


def member_text(member: Member) -> str:
    """A property or method with its type, a declaration with its sort and name."""
    if member.sort not in {Sort.ATTRIBUTE, Sort.FUNCTION}:
        return f"{member.sort.value} {member.name}"
    words = [word for word in ("private", "protected", "static", "abstract", "readonly") if word in member.marks]
    name = f"{member.name}?" if "optional" in member.marks else member.name
    if member.signatures:
        return " ".join([*words, name]) + ": " + signature_text(member.signatures[0])
    return " ".join([*words, name]) + (f": {member.type}" if member.type else "")


def type_texts(member: Member) -> Iterator[str]:
    """All types that a member is made of, as texts."""
    yield from member.bases
    if member.type is not None:
        yield member.type
    for signature in member.signatures:
        yield from signature.generics
        yield from (each.type for each in signature.parameters if each.type is not None)
        if signature.returns is not None:
            yield signature.returns
    for each in member.members:
        if "private" not in each.marks:
            yield from type_texts(each)
