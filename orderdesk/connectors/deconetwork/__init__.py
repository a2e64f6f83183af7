"""The connector for DecoNetwork: orders of decorated goods, marked produced and shipped."""
