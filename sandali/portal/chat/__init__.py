"""The window of a chat on somebody's website: the loader, the page in the frame, what is said in it, and its stream of news."""
