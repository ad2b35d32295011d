"""webchat: a window on any website, in which visitors write and are answered. Its pages are in portal/chat."""
