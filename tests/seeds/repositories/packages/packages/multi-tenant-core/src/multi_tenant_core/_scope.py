from dataclasses import dataclass


@dataclass(frozen=True)
class TenantContext:
    tenant: str


def scoped(context: TenantContext, key: str) -> str:
    return f"{context.tenant}:{key}"
