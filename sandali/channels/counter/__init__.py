"""counter: a door without wires. People write down who came by or called, and what was said."""
