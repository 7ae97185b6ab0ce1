"""One seeded world for the guards: every state of every object, a person per role, and a hash of all that is stored."""
