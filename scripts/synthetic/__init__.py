"""Made-up articles of any number, as texts and as tables: the same for the same seed, nobody in them exists.

For tests and measurements, never for study:

    python -m scripts.synthetic tables --articles 100000 --out shards
    python -m scripts.synthetic corpus --articles 1000 --out corpus
    python -m scripts.synthetic faults tables --out faulty --each 3

Base tables come in shards, `dataset build --from` makes the complete folder of them. Texts come with everything that
an extractor can find in them. Faults of every kind are planted in a complete folder, so many of each.
"""
