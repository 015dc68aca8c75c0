"""The first-run set-up: pages on which a service without credentials is registered with GitHub as an App."""
