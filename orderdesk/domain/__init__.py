"""What an order is and what may be done with it: pure, without Qt, HTTP or SQL."""
