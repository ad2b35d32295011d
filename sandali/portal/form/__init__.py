"""A form of a channel as a page: in a frame on somebody's website, by itself, or filled in on a foreign page and posted here."""
