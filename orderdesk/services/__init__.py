"""What the desk does: async use cases over gateways and the store, without Qt or HTTP."""
