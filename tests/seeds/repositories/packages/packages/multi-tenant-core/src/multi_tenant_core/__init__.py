from multi_tenant_core._scope import TenantContext, scoped

__all__ = ["TenantContext", "scoped"]
