"""Programs that help curators: ingest, extraction, evaluation, synthetic data and benchmarks."""
