"""Forms made from field descriptions, and the way of an act from its form to the outbox."""
