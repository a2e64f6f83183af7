"""What is wrong with a segment that cannot be used."""


class SegmentUnreadable(Exception):
    """A segment's file is missing, cut off or not what it should be."""
