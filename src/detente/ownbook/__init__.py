"""The analyst's own codebook: event types that she defines by examples, and schemes that rename detente's.

A folder of TOML files (`folder.py`); sentences as features (`features.py`); what is learned from them, and how
well it holds (`regression.py`, `learning.py`); what it finds in reports (`finding.py`); and detente's own types
under other names (`schemes.py`). None of it touches the reader: event types of records are a closed set, and
finds of own types stand beside the records, never in them.
"""
