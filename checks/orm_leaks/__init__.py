"""The parts of `orm-leakage`: what is encapsulated, where that appears, what is new of it, what may stand for it."""
