"""The performance figures of `make bench`: real pages and real mail on a large database, in CPU time of our processes."""
