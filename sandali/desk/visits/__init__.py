"""The counter without a connection: visits and calls are written on the device, wait there in a list, and are handed in later."""
