"""The connector for Valomnia: operations with payments and deliveries."""
