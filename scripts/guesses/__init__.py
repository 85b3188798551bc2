"""What words suggest, and no more: the class of a post, what a statement does, how it was said.

Every guess rests on a word list in `data`, written by hand. A guess is marked as one wherever it is shown, and
becomes part of a record only by a reviewer's hand.
"""
