"""What is measured of the desk beside yardsticks: python -m tests.benchmarks."""
