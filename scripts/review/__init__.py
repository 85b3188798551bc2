"""The review desk: an article with its candidates in the browser, and what a reviewer does to them.

`Bench` reads and keeps what is on disk. An `Opened` article and a row of `operations` give a `Draft`; `view` shows
it, `live` checks it with the validators of the records, `texts` says what would be written, and `web` puts all of
it behind HTTP for one browser on this machine. Nothing but `Bench.save` and `Bench.propose` writes.
"""
