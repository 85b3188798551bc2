"""Benchmarks: each prints what it measured, and how that compares with what a user might do instead."""
