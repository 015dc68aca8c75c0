from multi_tenant_core import TenantContext, scoped


def test_keys_of_two_tenants_differ() -> None:
    assert scoped(TenantContext("a"), "k") != scoped(TenantContext("b"), "k")
