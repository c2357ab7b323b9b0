"""Registry of the mechanisms of the six provinces: every lever, what it must move, and the check that it does."""
