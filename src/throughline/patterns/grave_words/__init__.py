"""Which messages to read first: an order learned from lines that were written for it (docs/explanation/grave-words.md).

`lines/` holds them, a file a category and two of ordinary messages; `lines.py` reads them, `marks.py` says what of a text is
looked at, `ranker.py` learns, `reading_order.py` puts messages in order. Nothing is fetched, nothing learned is stored.
"""
