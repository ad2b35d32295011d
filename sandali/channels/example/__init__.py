"""The example channel: how the example customer of the first run is met. What is answered here stays in the house."""
